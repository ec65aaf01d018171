// Who this program is, for whoever looks for components (fimp.md e.5).
import type { ApplicationState } from './application-state';
import type { Draft } from './envelope';
import { directReply, type Unanswerable } from './reply';
import type { Request } from './request';
import { ADAPTER_COMMANDS } from './route-adapter';

export interface Component {
  readonly resourceName: string;
  /** Of this program. */
  readonly version: string;
}

export function discoveryReport(
  request: Request,
  component: Component,
  state: ApplicationState,
): Draft | Unanswerable {
  const val = description(component, state);
  return directReply(request, { type: 'evt.discovery.report', serv: 'system', valT: 'object', val });
}

function description({ resourceName, version }: Component, state: ApplicationState): unknown {
  return {
    package_name: 'chargepointd',
    resource_name: resourceName,
    resource_type: 'ad',
    instance_id: '1',
    version,
    resource_full_name: 'Modbus wallbox adapter',
    description: 'EV chargers on Modbus',
    author: 'chargepointd',
    doc_url: '',
    adapter_info: {
      technology: 'local_network',
      network_management_type: 'inclusion_dev_remove',
      fw_version: '',
      hw_dependency: null,
      services: [adapterService(resourceName)],
    },
    is_instance_configurable: false,
    config_required: true,
    app_state: state,
  };
}

/** Unlike those of things, this address has no leading slash. */
function adapterService(resourceName: string): unknown {
  return {
    name: resourceName,
    address: `rt:ad/rn:${resourceName}/ad:1`,
    enabled: true,
    interfaces: ADAPTER_COMMANDS.map(({ type, valT }) => ({
      intf_t: 'in',
      msg_t: type,
      val_t: valT,
      ver: '1',
    })),
  };
}

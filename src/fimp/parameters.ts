// The parameters service: what may be set in a wallbox beside charging (fimp.md e.6).
import type { Capabilities, ParameterDefinition, ParameterValue } from '../wallbox/vocabulary';
import type { Draft } from './envelope';
import { parametersOf } from './parameters-offered';
import type { ReportContext } from './report-context';
import type { Refused } from './refused';
import { serviceEventTopic } from './topic';
import { isMap, isValueOf } from './value-type';

/** A parameter and the value that it is to have. */
export interface ParameterSetting {
  readonly definition: ParameterDefinition;
  readonly value: ParameterValue;
}

/** The parameter of that id. */
export function findParameter(id: unknown, capabilities: Capabilities): ParameterDefinition | Refused {
  const parameters = parametersOf(capabilities);
  const found = parameters.find((parameter) => parameter.id === id);
  if (found !== undefined) return found;
  const choice = parameters.map((parameter) => parameter.id).join(', ');
  return { refused: `parameter ${JSON.stringify(String(id).slice(0, 40))} is not one of ${choice}` };
}

/** What `cmd.param.set` means: `{ parameter_id, value_type, value }`, everything else in it ignored. */
export function parameterSetting(given: unknown, capabilities: Capabilities): ParameterSetting | Refused {
  if (!isMap(given))
    return { refused: 'parameter must be an object with parameter_id, value_type and value' };
  const definition = findParameter(given.parameter_id, capabilities);
  if ('refused' in definition) return definition;
  const { id, valueType, isReadOnly } = definition;
  if (isReadOnly) return { refused: `parameter ${id} is read-only` };
  if (given.value_type !== valueType) return { refused: `parameter ${id} has value_type ${valueType}` };
  if (!isValueOf(valueType, given.value))
    return { refused: `the value of ${id} is not of type ${valueType}` };
  const value = given.value as ParameterValue;
  const problem = limitProblem(definition, value);
  return problem === undefined ? { definition, value } : { refused: `the value of ${id} must be ${problem}` };
}

/** The list of parameters; sent after each inclusion report as well. */
export function supportedParameters(context: ReportContext): Draft | undefined {
  if (context.capabilities === undefined) return undefined;
  const parameters = parametersOf(context.capabilities);
  if (parameters.length === 0) return undefined;
  return { ...envelope(context), type: 'evt.sup_params.report', valT: 'object', val: parameters.map(shown) };
}

/** What a parameter is set to. */
export function parameterDraft(id: string, value: ParameterValue, context: ReportContext): Draft {
  const storage = { strategy: 'aggregate', sub_value: id } as const;
  const val = { parameter_id: id, value_type: valueTypeOf(value), value };
  return { ...envelope(context), type: 'evt.param.report', valT: 'object', val, storage };
}

function limitProblem(definition: ParameterDefinition, value: ParameterValue): string | undefined {
  const { min, max, options } = definition;
  if (options !== undefined) {
    const values = options.map((option) => option.value);
    return values.includes(value) ? undefined : `one of ${values.join(', ')}`;
  }
  const size = typeof value === 'string' ? value.length : Number(value);
  const unit = typeof value === 'string' ? ' characters' : '';
  if (min !== undefined && size < min) return `at least ${min}${unit}`;
  if (max !== undefined && size > max) return `at most ${max}${unit}`;
  return undefined;
}

function shown(definition: ParameterDefinition): unknown {
  const { id, name, description, valueType, min, max, options, defaultValue, isReadOnly } = definition;
  return {
    parameter_id: id,
    name,
    description,
    value_type: valueType,
    widget_type: options === undefined ? 'input' : 'select',
    ...(options !== undefined && { options }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(defaultValue !== undefined && { default_value: defaultValue }),
    read_only: isReadOnly,
  };
}

function valueTypeOf(value: ParameterValue): string {
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' ? 'int' : 'string';
}

function envelope({ resourceName, address, corid }: ReportContext) {
  const topic = serviceEventTopic(resourceName, 'parameters', address);
  return { topic, serv: 'parameters', ...(corid !== undefined && { corid }) };
}

# A foreign Modbus TCP slave (pymodbus) that holds the register image of an ABB Terra AC with a charging car.
# It obeys nothing but the protocol: a written limit appears at its own address only. Arguments: the port.
import sys
import threading
import time

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer

FIRST = 0x4000
IMAGE = {
    0x4000: [0x5422, 0x0400, 0x4920, 0x0025],  # serial T 22 kW
    0x4004: [0x0102, 0x1300],  # firmware 1.2.13
    0x4006: [0x0000, 32000],  # installer's limit, mA
    0x4008: [0, 0],  # no error
    0x400A: [0, 0x0111],  # cable in wallbox and car, locked
    0x400C: [0, 0x0400],  # C2
    0x400E: [0, 16000],  # limit in force
    0x4010: [0, 16000, 0, 16000, 0, 16000],
    0x4016: [0, 2300, 0, 2301, 0, 2299],
    0x401C: [0, 11040],
    0x401E: [0, 1234],  # session energy, Wh
    0x4020: [60],
    0x4022: [0, 16000],
    0x4024: [255],
    0x4100: [0, 16000],  # the limit as last written
}

words = [0] * 0x200
for address, values in IMAGE.items():
    for offset, value in enumerate(values):
        words[address - FIRST + offset] = value
block = ModbusSequentialDataBlock(FIRST, words)


def physics():
    """A written limit takes effect, as a wallbox would have it."""
    seen = IMAGE[0x4100]
    while True:
        time.sleep(0.05)
        limit = block.getValues(0x4100, 2)
        if limit == seen:
            continue
        seen = limit
        milliamps = (limit[0] << 16) + limit[1]
        applied = milliamps if milliamps >= 6000 else 0
        block.setValues(0x400E, [0, applied])
        block.setValues(0x4022, limit)
        block.setValues(0x400C, [0, 0x0400 if applied else 0x0300])
        for phase in (0x4010, 0x4012, 0x4014):
            block.setValues(phase, [0, min(applied, 16000)])
        block.setValues(0x401C, [0, 11040 if applied else 0])


threading.Thread(target=physics, daemon=True).start()
store = ModbusSlaveContext(hr=block, zero_mode=True)
print("ready", flush=True)
StartTcpServer(context=ModbusServerContext(slaves=store, single=True), address=("127.0.0.1", int(sys.argv[1])))

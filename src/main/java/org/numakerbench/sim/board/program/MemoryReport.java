package org.numakerbench.sim.board.program;

import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.wire.Uart;

/** What the firmware prints about its memory, in the forms of its generations. */
final class MemoryReport {
    private static final String END = "*****************************\n\n";

    private final Uart uart;
    private final HeapModel heap;

    MemoryReport(Uart uart, HeapModel heap) {
        this.uart = uart;
        this.heap = heap;
    }

    void twoLines() {
        uart.print("\nCurrent heap size: %d\n", heap.currentBytes());
        uart.print("Max heap size: %d\n\n", heap.maxBytes());
    }

    void heapBlock() {
        uart.print("** MBED HEAP STATS **\n");
        uart.print("**** current_size: %d\n", heap.currentBytes());
        uart.print("**** max_size    : %d\n", heap.maxBytes());
        uart.print(END);
    }

    /** Stack sizes of the main, idle and timer threads: {@code mbed_rtx_conf.h} and the firmware's own 4096. */
    void stackBlock() {
        uart.print("** MBED THREAD STACK STATS **\n");
        thread(0x20002bf4, 4096, 2888);
        thread(0x20002c80, 512, 296);
        thread(0x20002d0c, 768, 120);
        uart.print(END);
    }

    private void thread(int id, int size, int max) {
        uart.print("Thread: 0x%x, Stack size: %d, Max stack: %d\r\n", id, size, max);
    }
}

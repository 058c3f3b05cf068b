package org.numakerbench.sim.board.program;

import java.nio.charset.StandardCharsets;

/** The crash dump of Mbed OS's first fault handler ({@code mbed_rtx_fault_handler.c}, early 2018): LF only. */
final class FaultDump {
    private static final String[] REGISTERS = {
        "R0   : 00000000", "R1   : 20003F28", "R2   : 00000000", "R3   : 20001B44", "R4   : 00000000",
        "R5   : 20003F60", "R6   : 00000000", "R7   : 00000000", "R8   : 00000000", "R9   : 00000000",
        "R10  : 00000000", "R11  : 00000000", "R12  : 0000A7C1", "SP   : 20003EE0", "LR   : 0000B365",
        "PC   : 0000B2F0", "xPSR : 01000000", "PSP  : 20003EC0", "MSP  : 20027FD8", "CPUID: 410FC241",
        "HFSR : 40000000", "MMFSR: 00000000", "BFSR : 00000004", "UFSR : 00000000", "DFSR : 00000000",
        "AFSR : 00000000", "SHCSR: 00000000", "Mode : Thread", "Priv : Privileged", "Stack: PSP"
    };

    private FaultDump() {}

    static byte[] bytes() {
        String text = "\n++ MbedOS Fault Handler ++\n\nFaultType: HardFault\n\nContext:\n"
                + String.join("\n", REGISTERS) + "\n\n-- MbedOS Fault Handler --\n\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

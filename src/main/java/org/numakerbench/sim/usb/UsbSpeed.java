package org.numakerbench.sim.usb;

/** How fast a device is, in the kernel's numbers (enum usb_device_speed). */
enum UsbSpeed {
    FULL(2),
    HIGH(3);

    private final int number;

    UsbSpeed(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}

package org.numakerbench.board.usb;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A physical USB port by its host controller and the ports on the way to it, as udev names it (ID_PATH):
 * {@code pci-0000:00:14.0-usb-0:1.4.2}. The kernel's own {@code 1-1.4.2} begins with the number of the bus, which goes by the
 * order in which controllers were found.
 *
 * @param controller {@code pci-0000:00:14.0}, {@code platform-vhci_hcd.0}
 * @param ports from the root hub on: {@code 1.4.2}
 */
public record UsbPlace(String controller, String ports) {
    /** With {@code usbv2}, as newer versions of udev write it too. */
    private static final Pattern STABLE = Pattern.compile("(.+)-usb(?:v[0-9])?-0:([0-9]+(?:\\.[0-9]+)*)");

    private static final Pattern BUS = Pattern.compile("usb[0-9]+");
    private static final Pattern PCI = Pattern.compile("[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-9a-f]");
    private static final Pattern PCI_ROOT = Pattern.compile("pci[0-9a-f]{4}:[0-9a-f]{2}");

    /** Empty for the kernel's own form. */
    public static Optional<UsbPlace> of(String text) {
        Matcher stable = STABLE.matcher(text);
        return stable.matches() ? Optional.of(new UsbPlace(stable.group(1), stable.group(2))) : Optional.empty();
    }

    /** @param port {@code 1-1.4.2}, below a bus of {@code controller} */
    static UsbPlace at(String controller, String port) {
        return new UsbPlace(controller, port.substring(port.indexOf('-') + 1));
    }

    /**
     * The controller above a device, by its directory in sysfs, as udev's path_id does: the nearest PCI device, and the platform
     * device that the PCI bus hangs on, where there is one. Empty when no bus is above it.
     */
    static Optional<String> controller(Path device) {
        for (int bus = 1; bus < device.getNameCount(); bus++) {
            if (BUS.matcher(name(device, bus)).matches()) {
                String above = name(device, bus - 1);
                return Optional.of(
                        PCI.matcher(above.toLowerCase(Locale.ROOT)).matches()
                                ? platformOfPci(device, bus) + "pci-" + above
                                : "platform-" + above);
            }
        }
        return Optional.empty();
    }

    private static String platformOfPci(Path device, int bus) {
        for (int root = 1; root < bus; root++) {
            if (PCI_ROOT.matcher(name(device, root)).matches()) {
                String above = name(device, root - 1);
                return above.equals("devices") ? "" : "platform-" + above + "-";
            }
        }
        return "";
    }

    private static String name(Path path, int index) {
        return path.getName(index).toString();
    }

    @Override
    public String toString() {
        return controller + "-usb-0:" + ports;
    }
}

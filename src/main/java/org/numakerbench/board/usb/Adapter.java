package org.numakerbench.board.usb;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nuvoton's debug adapters by their USB IDs (usb.ids, and nulink_usb.c of OpenOCD-Nuvoton). The vendor 0416 is shared with
 * keyboards and LED badges: only both numbers together tell.
 *
 * @param name for a person
 * @param methods how images can be flashed through it as it is now
 * @param advice what to do for the other methods
 */
public record Adapter(String name, List<String> methods, String advice) {
    /** Nuvoton, formerly Winbond. */
    public static final int VENDOR = 0x0416;

    private static final Adapter NU_LINK2 =
            new Adapter("Nu-Link2", List.of("mass-storage", "openocd", "pyocd"), "NU_CFG.TXT on its volume chooses");

    public Adapter {
        methods = List.copyOf(methods);
    }

    /** The adapter with these IDs; empty for any other device. */
    public static Optional<Adapter> of(int vendor, int product) {
        return vendor == VENDOR ? Optional.ofNullable(byProduct(product)) : Optional.empty();
    }

    private static @Nullable Adapter byProduct(int product) {
        return switch (product) {
            case 0x511b, 0x511c -> new Adapter("Nu-Link1, debug only", List.of("openocd"), "it has no serial port");
            case 0x511d ->
                new Adapter(
                        "Nu-Link1, switch MSG OFF",
                        List.of("openocd", "nulink"),
                        "for mass-storage set MSG to ON and plug it in again");
            case 0x511e ->
                new Adapter(
                        "Nu-Link1, switch MSG ON",
                        List.of("mass-storage"),
                        "for openocd or nulink set MSG to OFF and plug it in again");
            case 0x5200, 0x5201, 0x5202, 0x5203, 0x5204, 0x5205 -> NU_LINK2;
            case 0x2004, 0x2005, 0x2006, 0x2007, 0x2008 -> NU_LINK2;
            case 0x5210, 0x5211 ->
                new Adapter(
                        "Nu-Link2, updating its own firmware",
                        List.of(),
                        "never flash now: plug it in again without its button pressed");
            default -> null;
        };
    }
}

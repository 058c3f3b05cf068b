package org.numakerbench.web.page;

import org.jspecify.annotations.Nullable;

/**
 * What is around every page.
 *
 * @param title of the page
 * @param section which part of the dashboard it belongs to: an address of the navigation; empty for none
 * @param logout what the form for logging out sends back; null when there is nothing to log out of
 */
public record Layout(String title, String section, @Nullable String logout) {
    /** One entry of the navigation. */
    public record Entry(String href, String name) {}

    /** The navigation, in order. */
    public static final java.util.List<Entry> ENTRIES = java.util.List.of(
            new Entry("/", "Lab"),
            new Entry("/runs", "Runs"),
            new Entry("/nights", "Nights"),
            new Entry("/heap", "Heap"),
            new Entry("/measurements", "Measurements"),
            new Entry("/images", "Images"));

    /** Address of a file of this server, by what is in it: browsers may keep it for ever. */
    public String file(String name) {
        return StaticFiles.address(name);
    }

    public boolean isHere(Entry entry) {
        return entry.href().equals(section);
    }
}

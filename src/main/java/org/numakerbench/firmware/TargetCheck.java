package org.numakerbench.firmware;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Target.ImageForm;
import org.numakerbench.firmware.Target.Region;
import org.numakerbench.yaml.KeyPath;
import org.numakerbench.yaml.YamlError;
import org.numakerbench.yaml.YamlTree;

/** What a schema cannot say of a target: addresses that fit together. */
final class TargetCheck {
    /** Of a Cortex-M: 32 bits. */
    private static final long ADDRESSES = 1L << 32;

    private final YamlTree tree;
    private final KeyPath place;
    private final Target target;
    private final List<YamlError> errors = new ArrayList<>();

    /** @param place of it in the tree */
    TargetCheck(YamlTree tree, KeyPath place, Target target) {
        this.tree = tree;
        this.place = place;
        this.target = target;
    }

    List<YamlError> problems() {
        Region flash = target.flash();
        if (target.image() == ImageForm.CORTEX_M && flash == null) {
            wrong("flash", "missing", "say where the image goes, or image: any when nothing is to be looked at");
        }
        fits("flash", flash);
        for (int i = 0; i < target.ram().size(); i++) {
            Region ram = target.ram().get(i);
            KeyPath key = place.key("ram").item(i);
            fits(key, ram);
            overlaps(key, ram, flash, "flash");
            for (int earlier = 0; earlier < i; earlier++) {
                overlaps(key, ram, target.ram().get(earlier), "ram[" + earlier + "]");
            }
        }
        vectors(flash);
        long all = target.ram().stream().mapToLong(Region::bytes).sum();
        if (target.sharedRam() != null && all > 0 && Target.bytes(target.sharedRam()) > all) {
            wrong(
                    "sharedRam",
                    target.sharedRam() + " is more than all of ram:",
                    "give what static data and heap share");
        }
        if (target.methods().contains("pyocd") && target.pyocd() == null) {
            wrong(
                    "pyocd",
                    "missing",
                    "give pyOCD's name of the part (pyocd list --targets), or take pyocd out of methods");
        }
        return errors;
    }

    private void vectors(@Nullable Region flash) {
        if (target.vectors() == null) {
            return;
        }
        long vectors = target.vectorTable();
        if (target.image() != ImageForm.CORTEX_M) {
            wrong("vectors", "given for images that are not looked at", "leave it away, or image:");
        } else if (vectors % 4 != 0 || flash != null && (vectors < flash.first() || vectors >= flash.end())) {
            wrong(
                    "vectors",
                    String.format("0x%x is no place of a vector table in the flash", vectors),
                    "give the address of its first word");
        }
    }

    private void fits(String key, @Nullable Region region) {
        if (region != null) {
            fits(place.key(key), region);
        }
    }

    private void fits(KeyPath key, Region region) {
        if (region.end() > ADDRESSES) {
            errors.add(tree.error(
                    key.key("size"), key, region.size() + " goes beyond the last address", "correct start or size"));
        }
    }

    private void overlaps(KeyPath key, Region one, @Nullable Region other, String name) {
        if (other != null && one.first() < other.end() && other.first() < one.end()) {
            errors.add(tree.error(key, "overlaps " + name, "correct start or size of one of the two"));
        }
    }

    private void wrong(String key, String wrong, String right) {
        errors.add(tree.error(place.key(key), place, wrong, right));
    }
}

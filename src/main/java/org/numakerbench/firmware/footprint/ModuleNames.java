package org.numakerbench.firmware.footprint;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of modules as Mbed's own analyser gives them (mbed-os tools/memap.py, {@code reduce_depth}): what all object
 * files' paths have in common is cut off, and of the rest the first directories count. An object beside all others stays
 * itself, {@code main.o}. A library is its name, those of the toolchain are {@code [lib]/c}, {@code [lib]/gcc}. Two
 * builds of the same sources in different directories so have the same modules.
 */
final class ModuleNames {
    /** {@code mbed-os/features/mbedtls}: at memap's own two, TLS and the network stack would be one. */
    private static final int DEPTH = 3;
    /** {@code path/libmbedtls.a(ssl_tls.o)}, {@code c_w.l(printf.o)}. */
    private static final Pattern MEMBER = Pattern.compile("^(.*?)\\.(?:a|l|ar|lib)(?:\\([^()]*\\))?$");
    /** Of newlib, GCC and its C++ libraries; newlib is installed under two names, c and g. */
    private static final Set<String> TOOLCHAIN =
            Set.of("c", "g", "m", "gcc", "nosys", "rdimon", "stdc++", "supc++", "gloss");
    /** ARM's ({@code c_w}, {@code mc_w}, {@code m_ws}) end in .l; IAR's ({@code rt7M_tl}, {@code shb_l}) do not. */
    private static final Pattern IAR_LIBRARY = Pattern.compile("(?:[a-z]{1,4}[4-8][A-Za-z]*|shb|shs)_[a-z0-9]+");
    /** Named by the compiler, differently each time. */
    private static final Pattern LINK_TIME = Pattern.compile(".*\\.(?:ltrans[0-9]*|lto)(?:\\.ltrans)?\\.o");

    private final Map<String, List<String>> common = new HashMap<>();

    ModuleNames(Collection<String> objects) {
        for (String object : objects) {
            String path = plain(object);
            if (fixed(path) == null) {
                List<String> directories = directories(path);
                common.merge(root(path), directories, ModuleNames::shared);
            }
        }
    }

    /** The module of an object that was among those of the constructor. */
    String of(String object) {
        String path = plain(object);
        String fixed = fixed(path);
        if (fixed != null) {
            return fixed;
        }
        List<String> directories = directories(path);
        int cut = common.getOrDefault(root(path), List.of()).size();
        List<String> own = directories.subList(Math.min(cut, directories.size()), directories.size());
        return own.isEmpty()
                ? path.substring(path.lastIndexOf('/') + 1)
                : String.join("/", own.subList(0, Math.min(DEPTH, own.size())));
    }

    /** What does not depend on where other objects are; null for an object file in a tree. */
    private static @Nullable String fixed(String path) {
        if (path.isEmpty() || path.endsWith("anon$$obj.o")) {
            return Tally.LINKER;
        }
        if (path.startsWith("[")) {
            return path;
        }
        Matcher member = MEMBER.matcher(path);
        if (member.matches()) {
            String file = member.group(1).substring(member.group(1).lastIndexOf('/') + 1);
            String name = file.startsWith("lib") && file.length() > 3 ? file.substring(3) : file;
            String plain = name.replaceFirst("(_nano|_s|_rdimon)$", "");
            if (TOOLCHAIN.contains(plain)) {
                // The small and the full build of a C library are one module: a change from one to the other shows.
                return "[lib]/" + (plain.equals("g") ? "c" : plain);
            }
            boolean vendor = path.contains("arm-none-eabi")
                    || path.substring(member.end(1)).startsWith(".l(")
                    || IAR_LIBRARY.matcher(name).matches();
            return vendor ? "[lib]/" + name : name;
        }
        if (LINK_TIME.matcher(path).matches()) {
            return "[lto]";
        }
        if (path.contains("/arm-none-eabi/") || path.matches("(?:.*/)?crt[a-z0-9]*\\.o")) {
            return "[lib]/misc";
        }
        return path.matches(".*\\.(?:o|obj)") ? null : Tally.LINKER;
    }

    private static String plain(String object) {
        return object.strip().replace('\\', '/');
    }

    /** Absolute and relative paths have nothing in common. */
    private static String root(String path) {
        return path.startsWith("/") ? "/" : path.matches("[A-Za-z]:/.*") ? path.substring(0, 2) : "";
    }

    private static List<String> directories(String path) {
        Deque<String> directories = new ArrayDeque<>();
        List<String> parts = Arrays.asList(path.substring(root(path).length()).split("/"));
        for (String part : parts.subList(0, Math.max(0, parts.size() - 1))) {
            if (part.equals("..")
                    && !directories.isEmpty()
                    && !directories.getLast().equals("..")) {
                directories.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                directories.addLast(part);
            }
        }
        return List.copyOf(directories);
    }

    private static List<String> shared(List<String> one, List<String> other) {
        int same = 0;
        while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) {
            same++;
        }
        return one.subList(0, same);
    }
}

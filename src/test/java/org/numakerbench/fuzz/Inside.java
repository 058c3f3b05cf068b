package org.numakerbench.fuzz;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Static methods of rooms that keep them to themselves. */
final class Inside {
    private Inside() {}

    /**
     * Calls the one method of this name and number of arguments.
     *
     * @param type below {@code org.numakerbench}
     * @throws Exception what the method throws
     */
    static Object call(String type, String method, Object... arguments) throws Exception {
        Method found = Stream.of(Class.forName("org.numakerbench." + type).getDeclaredMethods())
                .filter(it -> it.getName().equals(method) && it.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + type + "." + method));
        found.setAccessible(true);
        return unwrapped(() -> found.invoke(null, arguments));
    }

    /** The sections of an ELF file. */
    static void sections(Path file) throws Exception {
        Class<?> elf = Class.forName("org.numakerbench.firmware.ElfFile");
        byte[] bytes = Files.readAllBytes(file);
        if (!(boolean) call("firmware.ElfFile", "is", (Object) bytes)) {
            return;
        }
        Constructor<?> made = elf.getDeclaredConstructor(Path.class, byte[].class);
        Method sections = elf.getDeclaredMethod("sections");
        made.setAccessible(true);
        sections.setAccessible(true);
        unwrapped(() -> sections.invoke(made.newInstance(file, bytes)));
    }

    private static Object unwrapped(Callable<Object> call) throws Exception {
        try {
            return call.call();
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown.getCause();
        }
    }
}

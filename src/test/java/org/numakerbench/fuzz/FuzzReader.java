package org.numakerbench.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One reader of what others wrote, and what it promises of any input: it reads it, or refuses it with a declared
 * exception whose message is for a person.
 *
 * @param name as {@code scripts/fuzz} takes it
 * @param seeds good inputs that others are made from
 * @param repair makes a damaged input formally right again (checksums), so that it is not refused at the door
 * @param declared the exceptions a refusal may be
 */
record FuzzReader(
        String name,
        Supplier<List<byte[]>> seeds,
        UnaryOperator<byte[]> repair,
        Set<Class<? extends Exception>> declared,
        Reading reading) {
    /** A class's name in a sentence for a person is a stack trace in disguise. */
    private static final Pattern CLASS_NAME =
            Pattern.compile("\\b(?:java|org|io|tools|com)\\.[a-z][\\w.]*\\.[A-Z]\\w*(?:Exception|Error)\\b");

    /** Reads one input to its end; what is made of it later is made here, too. */
    @FunctionalInterface
    interface Reading {
        void of(byte[] input) throws Exception;
    }

    /** Reads one input from a file. */
    @FunctionalInterface
    interface FileReading {
        void of(Path file) throws Exception;
    }

    static FuzzReader of(
            String name, Supplier<List<byte[]>> seeds, Set<Class<? extends Exception>> declared, Reading reading) {
        return new FuzzReader(name, seeds, UnaryOperator.identity(), declared, reading);
    }

    /** @param file its name; every refusal has to say which file, or which beside it, is meant */
    static FuzzReader ofFile(
            String name,
            String file,
            Supplier<List<byte[]>> seeds,
            Set<Class<? extends Exception>> declared,
            FileReading read) {
        return of(name, seeds, declared, input -> {
            Path path = Scratch.file(file);
            Files.write(path, input);
            try {
                read.of(path);
            } catch (Exception refusal) {
                String message = String.valueOf(refusal.getMessage());
                if (isDeclared(declared, refusal)
                        && !message.contains(path.getParent().toString())) {
                    throw new AssertionError("the refusal names no file: " + message, refusal);
                }
                throw refusal;
            }
        });
    }

    FuzzReader repairedBy(UnaryOperator<byte[]> repairing) {
        return new FuzzReader(name, seeds, repairing, declared, reading);
    }

    /** @throws Throwable what the reader must not do */
    void check(byte[] input) throws Throwable {
        try {
            reading.of(input);
        } catch (Exception refusal) {
            if (!isDeclared(declared, refusal)) {
                throw refusal;
            }
            String message = refusal.getMessage();
            if (message == null
                    || message.isBlank()
                    || CLASS_NAME.matcher(message).find()) {
                throw new AssertionError("no sentence for a person: " + message, refusal);
            }
        }
    }

    private static boolean isDeclared(Set<Class<? extends Exception>> declared, Exception refusal) {
        return declared.stream().anyMatch(it -> it.isInstance(refusal));
    }
}

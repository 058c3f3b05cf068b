package org.numakerbench.sim.cloud.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One line of a {@code Condition} block: operator, key, values.
 *
 * @param operator in lower case, without {@code ForAllValues:}, {@code ForAnyValue:} and {@code IfExists}
 * @param quantifier how several actual values count
 * @param ifExists whether an absent key satisfies the condition
 * @param key in lower case
 * @param values as written; variables are replaced when the condition is tested
 */
record Condition(String operator, Quantifier quantifier, boolean ifExists, String key, List<String> values) {
    private static final Set<String> OPERATORS = Set.of(
            "stringequals",
            "stringnotequals",
            "stringequalsignorecase",
            "stringnotequalsignorecase",
            "stringlike",
            "stringnotlike",
            "bool",
            "ipaddress",
            "notipaddress");

    enum Quantifier {
        SINGLE,
        ALL_VALUES,
        ANY_VALUE
    }

    /** @throws PolicyException for an operator that is not known here: guessing would allow too much */
    static Condition of(String written, String key, List<String> values) {
        String operator = written.toLowerCase(Locale.ROOT);
        Quantifier quantifier = Quantifier.SINGLE;
        if (operator.startsWith("forallvalues:")) {
            quantifier = Quantifier.ALL_VALUES;
            operator = operator.substring("forallvalues:".length());
        } else if (operator.startsWith("foranyvalue:")) {
            quantifier = Quantifier.ANY_VALUE;
            operator = operator.substring("foranyvalue:".length());
        }
        boolean ifExists = operator.endsWith("ifexists");
        if (ifExists) {
            operator = operator.substring(0, operator.length() - "ifexists".length());
        }
        if (!OPERATORS.contains(operator)) {
            throw new PolicyException("Condition: unknown operator " + written);
        }
        return new Condition(operator, quantifier, ifExists, key.toLowerCase(Locale.ROOT), List.copyOf(values));
    }

    boolean holds(Map<String, List<String>> attributes) {
        List<String> actual = attributes.getOrDefault(key, List.of());
        boolean negated = operator.contains("not");
        return switch (quantifier) {
            case ALL_VALUES -> actual.stream().allMatch(value -> test(value, attributes, negated));
            case ANY_VALUE -> actual.stream().anyMatch(value -> test(value, attributes, negated));
            case SINGLE ->
                actual.isEmpty()
                        ? ifExists || negated
                        : actual.stream().anyMatch(value -> test(value, attributes, negated));
        };
    }

    private boolean test(String actual, Map<String, List<String>> attributes, boolean negated) {
        boolean equal = values.stream().anyMatch(wanted -> equal(actual, wanted, attributes));
        return equal != negated;
    }

    private boolean equal(String actual, String wanted, Map<String, List<String>> attributes) {
        return switch (operator) {
            case "stringlike", "stringnotlike" ->
                TextPattern.of(wanted, true, attributes)
                        .map(pattern -> pattern.matches(actual))
                        .orElse(false);
            case "ipaddress", "notipaddress" -> inNetwork(actual, wanted);
            default -> {
                Optional<String> value = Variables.substitute(wanted, attributes);
                boolean exact = operator.equals("stringequals") || operator.equals("stringnotequals");
                yield value.isPresent()
                        && (exact ? value.get().equals(actual) : value.get().equalsIgnoreCase(actual));
            }
        };
    }

    /** Whether an address lies in {@code a.b.c.d/n} (or its IPv6 likeness); no prefix length means the one address. */
    private static boolean inNetwork(String address, String network) {
        int slash = network.indexOf('/');
        byte[] actual = bytes(address);
        byte[] wanted = bytes(slash < 0 ? network : network.substring(0, slash));
        if (actual.length == 0 || actual.length != wanted.length) {
            return false;
        }
        int bits = actual.length * 8;
        if (slash >= 0) {
            String prefix = network.substring(slash + 1);
            if (!prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > bits) {
                return false;
            }
            bits = Integer.parseInt(prefix);
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if (((actual[bit / 8] ^ wanted[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String literal) {
        // Only literals: a name would be looked up.
        if (!literal.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }
}

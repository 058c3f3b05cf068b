package org.numakerbench.uart.sequence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.sequence.Disorder.Trouble;

/**
 * The headers of an HTTP response may come in any order, but a server has one way to write them: where all other responses
 * of a run agree, one in another order was not printed so.
 */
final class HeaderOrder {
    /** How many others have to agree. */
    private static final int AGREEING = 3;

    private HeaderOrder() {}

    static List<Disorder> disorders(List<Claim> boot) {
        Map<List<String>, Map<List<String>, List<Claim>>> orders = new HashMap<>();
        for (Claim claim : boot) {
            if (claim.kind() == ClaimKind.HTTPS_RESPONSE) {
                List<String> names = names(claim);
                orders.computeIfAbsent(names.stream().sorted().toList(), it -> new HashMap<>())
                        .computeIfAbsent(names, it -> new ArrayList<>())
                        .add(claim);
            }
        }
        List<Disorder> disorders = new ArrayList<>();
        for (Map<List<String>, List<Claim>> same : orders.values()) {
            List<String> usual = same.keySet().stream()
                    .filter(it -> same.get(it).size() >= AGREEING)
                    .findFirst()
                    .orElse(null);
            boolean one = usual != null
                    && same.values().stream().mapToInt(List::size).sum()
                            == same.get(usual).size() + 1;
            if (one) {
                same.forEach((order, claims) -> {
                    if (order != usual) {
                        disorders.add(disorder(usual, order, claims.get(0)));
                    }
                });
            }
        }
        return disorders;
    }

    private static List<String> names(Claim response) {
        List<String> names = new ArrayList<>();
        for (String line : response.text().lines().skip(1).toList()) {
            if (line.isBlank()) {
                break;
            }
            int colon = line.indexOf(": ");
            names.add(colon < 0 ? "" : line.substring(0, colon));
        }
        return names;
    }

    private static Disorder disorder(List<String> usual, List<String> order, Claim response) {
        int at = 0;
        while (usual.get(at).equals(order.get(at))) {
            at++;
        }
        int line = response.line() + 1 + at;
        String step = String.valueOf(response.stepName());
        return new Disorder(Trouble.MISPLACED, response.kind(), false, step, order.get(at) + ": ", line);
    }
}

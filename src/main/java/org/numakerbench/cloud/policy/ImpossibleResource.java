package org.numakerbench.cloud.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.cloud.policy.Glob.Step;

/**
 * Resources that match nothing that AWS IoT has, {@code arn:PARTITION:iot:REGION:ACCOUNT:TYPE/NAME}: whether there is one
 * at all is computed, what is wrong is then looked for.
 */
final class ImpossibleResource {
    /** What each action is allowed on; those that are missing have several, or none. */
    private static final Map<String, String> TYPES = Map.of(
            "iot:connect", "client",
            "iot:publish", "topic",
            "iot:receive", "topic",
            "iot:retainpublish", "topic",
            "iot:subscribe", "topicfilter",
            "iot:getthingshadow", "thing",
            "iot:updatethingshadow", "thing",
            "iot:deletethingshadow", "thing");

    private static final Set<String> KNOWN_TYPES = new TreeSet<>(TYPES.values());
    private static final int ACCOUNT_DIGITS = 12;
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(?:-[a-z]+)+-[0-9]+");
    private static final Pattern GLUED = Pattern.compile("([0-9]{12})([a-z].*)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)\\}");
    /** Before the resource: arn, partition, service, region, account. */
    private static final int PARTS = 6;

    private ImpossibleResource() {}

    /**
     * Why {@code resource} never matches, and what would be right; null when it may.
     *
     * @param actions of the statement, which may have wildcards
     */
    static @Nullable String why(String resource, List<String> actions) {
        Matcher variable = VARIABLE.matcher(resource);
        while (variable.find()) {
            if (!PolicyVariables.ANY.of(variable.group(1)).possible()) {
                return variable.group()
                        + " is no variable of AWS IoT and never has a value; put the value itself there";
            }
        }
        Glob glob = Glob.of(resource, PolicyVariables.ANY);
        Set<String> types = types(actions);
        if (possible(glob, types)) {
            return null;
        }
        String[] parts = resource.split(":", PARTS);
        String head = head(resource, parts);
        return head != null ? head : type(resource, parts.length < PARTS ? "" : parts[PARTS - 1], types);
    }

    private static Set<String> types(List<String> actions) {
        Set<String> types = new LinkedHashSet<>();
        for (String action : actions) {
            Glob glob = Glob.of(action.toLowerCase(Locale.ROOT), PolicyVariables.NONE);
            boolean wild = action.contains("*") || action.contains("?");
            boolean one = false;
            for (Map.Entry<String, String> each : TYPES.entrySet()) {
                if (Boolean.TRUE.equals(glob.matches(each.getKey()))) {
                    types.add(each.getValue());
                    one = true;
                }
            }
            if (wild && Boolean.TRUE.equals(glob.matches("iot:other")) || !wild && !one) {
                return Set.of();
            }
        }
        return types;
    }

    /** @param types none: any */
    private static boolean possible(Glob glob, Set<String> types) {
        for (String partition : List.of("aws", "aws-cn", "aws-us-gov")) {
            List<Step> steps = new ArrayList<>(List.of(Step.text("arn:" + partition + ":iot:")));
            steps.add(new Step(it -> it >= 'a' && it <= 'z' || it >= '0' && it <= '9' || it == '-', true));
            steps.addAll(List.of(Step.text(":")));
            for (int i = 0; i < ACCOUNT_DIGITS; i++) {
                steps.add(new Step(it -> it >= '0' && it <= '9', false));
            }
            steps.addAll(List.of(Step.text(":")));
            if (types.isEmpty() && glob.canMatch(steps(steps, null))) {
                return true;
            }
            for (String type : types) {
                if (glob.canMatch(steps(steps, type))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Step[] steps(List<Step> head, @Nullable String type) {
        List<Step> steps = new ArrayList<>(head);
        if (type == null) {
            steps.add(new Step(it -> it >= 'a' && it <= 'z', true));
        } else {
            steps.addAll(List.of(Step.text(type)));
        }
        steps.addAll(List.of(Step.text("/")));
        steps.add(new Step(it -> !"topic".equals(type) || it != '+' && it != '#', true));
        return steps.toArray(new Step[0]);
    }

    /** What is wrong before the resource's own name; null when nothing is found there. */
    private static @Nullable String head(String resource, String[] parts) {
        String form = "write arn:aws:iot:REGION:ACCOUNT:TYPE/NAME";
        if (!resource.matches("(?:arn:|[*?]).*")) {
            return "it is no ARN; " + form;
        }
        String partition = parts.length > 1 ? parts[1] : "";
        if (!isWild(partition) && !Set.of("aws", "aws-cn", "aws-us-gov").contains(partition)) {
            return (REGION.matcher(partition).matches() ? "partition and service are" : "the partition is")
                    + " missing or wrong at \"" + partition + "\"; write arn:aws:iot:";
        }
        String service = parts.length > 2 ? parts[2] : "";
        if (!isWild(service) && !service.equals("iot")) {
            return (REGION.matcher(service).matches()
                            ? "the service is missing before " + service
                            : "the service is \"" + service + "\", not iot")
                    + "; write arn:" + partition + ":iot:";
        }
        String region = parts.length > 3 ? parts[3] : "";
        if (region.equals("iot")) {
            return "iot: stands twice; " + form;
        }
        if (!isWild(region) && !region.matches("[a-z0-9-]+")) {
            return "\"" + region + "\" is no region; put that of the endpoint there, such as eu-central-1";
        }
        String account = parts.length > 4 ? parts[4] : "";
        Matcher glued = GLUED.matcher(account);
        if (glued.matches()) {
            return "a colon is missing between " + glued.group(1) + " and " + glued.group(2) + "; " + form;
        }
        if (!account.matches("[0-9]{12}") && !account.contains("*") && !account.contains("${")) {
            return "\"" + account + "\" is no account; put your twelve digits there";
        }
        return parts.length < PARTS ? "it has no resource behind the account; " + form : null;
    }

    private static boolean isWild(String part) {
        return part.contains("*") || part.contains("?") || part.contains("${");
    }

    private static String type(String resource, String own, Set<String> types) {
        Set<String> right = types.isEmpty() ? KNOWN_TYPES : types;
        int slash = own.indexOf('/');
        String type = slash < 0 ? own : own.substring(0, slash);
        if (right.contains(type) && (own.contains("+") || own.contains("#"))) {
            return "+ and # are plain characters in a policy, and no topic has them; write *";
        }
        String write = "write " + String.join("/ or ", right) + "/";
        if (right.contains(type)) {
            return (slash < 0 ? "a slash and a name are missing behind " + type : "nothing has such a name") + "; "
                    + write;
        }
        return "\"" + type + "\" is not what it is allowed on; " + write;
    }
}

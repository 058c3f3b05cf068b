package org.numakerbench.selftest.own;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Message;

/** Where the witness listens, and what a topic has to be for it to hear. */
final class Listening {
    private static final Pattern WHOLE = Pattern.compile("\\{(\\w+)\\}");

    private final List<String> filters;

    Listening(FirmwareDescription description) {
        filters = description.filters();
    }

    /** True when some topic that the message can have is heard. */
    boolean hears(Message message) {
        return filters.stream().anyMatch(it -> fits(message.topic(), it));
    }

    /** What a placeholder may be, of a topic that is heard if there is such. */
    String value(String name, Message message, Random random) {
        String word = Values.word(random);
        List<String> heard =
                filters.stream().filter(it -> fits(message.topic(), it)).toList();
        if (heard.isEmpty()) {
            return word;
        }
        String filter = heard.get(random.nextInt(heard.size()));
        if (isPlaceholder(message.topic(), name)) {
            return filter.replace("+", word).replace("#", word);
        }
        String[] levels = message.topic().split("/", -1);
        String[] wanted = filter.split("/", -1);
        for (int i = 0; i < Math.min(levels.length, wanted.length); i++) {
            if (isPlaceholder(levels[i], name) && !isWild(wanted[i])) {
                return wanted[i];
            }
        }
        return word;
    }

    private static boolean isPlaceholder(String text, String name) {
        return text.equals("{" + name + "}");
    }

    private static boolean isWild(String level) {
        return level.equals("+") || level.equals("#");
    }

    private static boolean fits(String topic, String filter) {
        if (WHOLE.matcher(topic).matches()) {
            return true;
        }
        String[] levels = topic.split("/", -1);
        String[] wanted = filter.split("/", -1);
        for (int i = 0; i < levels.length && i < wanted.length; i++) {
            Matcher whole = WHOLE.matcher(levels[i]);
            if (wanted[i].equals("#")) {
                return true;
            }
            if (!wanted[i].equals("+") && !whole.matches() && !wanted[i].equals(levels[i])) {
                return false;
            }
        }
        return levels.length == wanted.length;
    }
}

package org.numakerbench.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.text.SafeText;

/**
 * Pages as text, from the templates in {@code src/main/jte}. Markup is the template engine's to escape, by context; what
 * nobody sees (control characters, bidirectional marks and their like) is made visible here, wherever it stands.
 */
public final class HtmlText {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, HtmlText.class.getClassLoader(), "org.numakerbench");

    private HtmlText() {}

    /**
     * A page, or a piece of one.
     *
     * @param template its path below {@code src/main/jte}, {@code report/night/night.jte}
     * @param model its parameters by their names
     */
    public static String of(String template, Map<String, ? extends @Nullable Object> model) {
        StringOutput page = new StringOutput();
        ENGINE.render(template, new HashMap<>(model), page);
        return SafeText.block(page.toString());
    }
}

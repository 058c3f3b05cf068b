package org.numakerbench.report;

import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.util.function.Consumer;
import org.numakerbench.text.SafeText;

/**
 * Pages as text. Markup is the template engine's to escape, by context; what nobody sees (control characters, bidirectional
 * marks and their like) is made visible here, wherever it stands.
 */
public final class HtmlText {
    private HtmlText() {}

    /** @param template renders into what it is given */
    public static String of(Consumer<TemplateOutput> template) {
        StringOutput page = new StringOutput();
        template.accept(page);
        return SafeText.block(page.toString());
    }
}

package org.numakerbench.tune.experiment;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import java.util.Map;
import java.util.Set;
import org.numakerbench.tune.search.Setting;

/** An expression over the factors: {@code 4 * ESP8266_SEND_TIMEOUT + ESP8266_MISC_TIMEOUT}. */
final class Formula {
    private final Expression expression;

    private Formula(Expression expression) {
        this.expression = expression;
    }

    /** @throws IllegalArgumentException saying what is wrong with the expression */
    static Formula of(String text, Set<String> factors) {
        try {
            Expression expression = new Expression(text);
            for (String name : expression.getUsedVariables()) {
                if (factors.stream().noneMatch(name::equalsIgnoreCase)) {
                    throw new IllegalArgumentException("\"" + name + "\" is no factor");
                }
            }
            return new Formula(expression);
        } catch (BaseException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    /** @throws IllegalArgumentException when the result is no number */
    double number(Setting setting) {
        EvaluationValue value = value(setting);
        if (!value.isNumberValue()) {
            throw new IllegalArgumentException("it is no number for " + setting);
        }
        return value.getNumberValue().doubleValue();
    }

    /** @throws IllegalArgumentException when the result is neither true nor false */
    boolean holds(Setting setting) {
        EvaluationValue value = value(setting);
        if (!value.isBooleanValue()) {
            throw new IllegalArgumentException("it is neither true nor false for " + setting);
        }
        return value.getBooleanValue();
    }

    private EvaluationValue value(Setting setting) {
        try {
            return expression.copy().withValues(Map.copyOf(setting.values())).evaluate();
        } catch (BaseException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }
}

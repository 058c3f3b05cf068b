package org.numakerbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OwnerTest {
    @ParameterizedTest
    @EnumSource
    void aWordIsReadAsTheOwnerWhoWroteIt(Owner owner) {
        assertThat(Owner.of(owner.word())).isEqualTo(owner);
    }

    @ParameterizedTest
    @CsvSource({"report, /properties/owner/enum", "night, /$defs/owner/enum"})
    void theSchemasNameWhoeverMayHaveToAct(String schema, String where) {
        JsonNode words = JsonMapper.shared()
                .readTree(OwnerTest.class.getResourceAsStream("/schemas/" + schema + ".schema.json"))
                .at(where);
        List<String> owners = new ArrayList<>(Arrays.stream(Owner.values())
                .filter(it -> it != Owner.NOBODY)
                .map(Owner::word)
                .toList());
        owners.add(null);

        assertThat(words.valueStream().map(it -> it.isNull() ? null : it.stringValue()))
                .containsExactlyInAnyOrderElementsOf(owners);
    }
}

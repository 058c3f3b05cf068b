package org.numakerbench.sim.cloud.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final String ARN = "arn:aws:iot:eu-west-1:999999999999:";

    private static boolean allows(String statements, String action, String resource) {
        return allows(statements, action, resource, Map.of("iot:clientid", List.of("dev-1")));
    }

    private static boolean allows(
            String statements, String action, String resource, Map<String, List<String>> attributes) {
        String document = "{'Version':'2012-10-17','Statement':" + statements + "}";
        return Policy.parse(document.replace('\'', '"')).allows(new AccessRequest(action, resource, attributes));
    }

    private static String allow(String action, String resource) {
        return "{'Effect':'Allow','Action':'" + action + "','Resource':'" + resource + "'}";
    }

    private static String deny(String action, String resource) {
        return allow(action, resource).replace("Allow", "Deny");
    }

    @ParameterizedTest
    @CsvSource({
        "iot:Connect,client/anything,true",
        "iot:Publish,topic/a/b,true",
        "iot:Publish,topic/$aws/things/T/shadow/update,true",
        "iot:Receive,topic/$aws/events/presence/connected/x,true",
        "iot:Subscribe,topicfilter/#,true",
        "iot:GetThingShadow,thing/T,true",
        "iot:UpdateThingShadow,thing/T/S,true",
        "iot:RetainPublish,topic/a,false",
        "iot:ListNamedShadowsForThing,*,false",
    })
    void theExamplePolicyAllowsWhatTheFirmwareNeeds(String action, String resource, boolean allowed) {
        assertThat(Policy.parse(Policy.EXAMPLE).allows(new AccessRequest(action, resource, Map.of())))
                .isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} against {1}: {2}")
    @CsvSource({
        "topic/a/*,      topic/a/b/c,      true",
        "topic/a/*,      topic/a/,         true",
        "topic/a/*,      topic/a,          false",
        "topic/a?c,      topic/abc,        true",
        "topic/a?c,      topic/ac,         false",
        "topic/*/c,      topic/a/b/c,      true",
        "topic/A,        topic/a,          false",
        "topicfilter/a/+,topicfilter/a/+,  true",
        "topicfilter/a/+,topicfilter/a/b,  false",
        "topicfilter/a/#,topicfilter/a/#,  true",
        "topic/a,        topicfilter/a,    false",
        "topic/${iot:ClientId}/x, topic/dev-1/x, true",
        "topic/${iot:ClientId}/x, topic/dev-2/x, false",
        "topic/${IOT:clientid}/x, topic/dev-1/x, true",
        "topic/${iot:Nothing}/x,  topic//x,      false",
        "topic/${*},     topic/*,          true",
        "topic/${*},     topic/a,          false",
        "topic/${?},     topic/a,          false",
        "topic/${$}aws,  topic/$aws,       true",
    })
    void resourcesMatchByWildcardAndVariable(String pattern, String resource, boolean matches) {
        assertThat(allows(allow("iot:*", ARN + pattern), "iot:Publish", resource))
                .isEqualTo(matches);
    }

    @Test
    void aValueOfAVariableNeverBecomesAWildcard() {
        Map<String, List<String>> star = Map.of("iot:clientid", List.of("*"));
        String statement = allow("iot:Publish", ARN + "topic/${iot:ClientId}");

        assertThat(allows(statement, "iot:Publish", "topic/victim", star)).isFalse();
        assertThat(allows(statement, "iot:Publish", "topic/*", star)).isTrue();
    }

    @Test
    void variablesAreTextInTheOldVersion() {
        String document = "{'Version':'2008-10-17','Statement':" + allow("iot:*", ARN + "topic/${iot:ClientId}") + "}";
        AccessRequest request =
                new AccessRequest("iot:Publish", "topic/dev-1", Map.of("iot:clientid", List.of("dev-1")));

        assertThat(Policy.parse(document.replace('\'', '"')).allows(request)).isFalse();
    }

    @Test
    void aDenyWinsOverEveryAllow() {
        String both = "[" + deny("iot:Publish", ARN + "topic/secret/*") + "," + allow("iot:*", "*") + "]";

        assertThat(allows(both, "iot:Publish", "topic/secret/x")).isFalse();
        assertThat(allows(both, "iot:Receive", "topic/secret/x")).isTrue();
    }

    @Test
    void aDenyOnAFilterDoesNotReachAWiderFilter() {
        String both = "[" + deny("iot:Subscribe", ARN + "topicfilter/a/secret/*") + "," + allow("*", "*") + "]";

        assertThat(allows(both, "iot:Subscribe", "topicfilter/a/secret/x")).isFalse();
        assertThat(allows(both, "iot:Subscribe", "topicfilter/a/#")).isTrue();
    }

    @Test
    void whatIsNotAllowedIsDenied() {
        assertThat(allows(allow("iot:Connect", "*"), "iot:Publish", "topic/a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iot:publish", "IOT:PUBLISH", "iot:Pub*", "iot:*", "*"})
    void actionsMatchWithoutCaseAndByWildcard(String action) {
        assertThat(allows(allow(action, "*"), "iot:Publish", "topic/a")).isTrue();
    }

    @Test
    void notActionAndNotResourceInvert() {
        String notAction = "{'Effect':'Allow','NotAction':'iot:Publish','Resource':'*'}";
        String notResource = "{'Effect':'Allow','Action':'*','NotResource':['" + ARN + "topic/a']}";

        assertThat(allows(notAction, "iot:Publish", "topic/a")).isFalse();
        assertThat(allows(notAction, "iot:Receive", "topic/a")).isTrue();
        assertThat(allows(notResource, "iot:Publish", "topic/a")).isFalse();
        assertThat(allows(notResource, "iot:Publish", "topic/b")).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {'StringEquals':{'iot:ClientId':'dev-1'}}                                  | true
                    {'StringEquals':{'iot:ClientId':['x','dev-1']}}                            | true
                    {'StringEquals':{'iot:ClientId':'DEV-1'}}                                  | false
                    {'StringEqualsIgnoreCase':{'iot:ClientId':'DEV-1'}}                        | true
                    {'StringNotEquals':{'iot:ClientId':'dev-1'}}                               | false
                    {'StringLike':{'iot:ClientId':'dev-*'}}                                    | true
                    {'StringEquals':{'iot:Missing':'x'}}                                       | false
                    {'StringEqualsIfExists':{'iot:Missing':'x'}}                               | true
                    {'Bool':{'iot:Connection.Thing.IsAttached':'true'}}                        | true
                    {'Bool':{'iot:Connection.Thing.IsAttached':['false']}}                     | false
                    {'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}}                               | true
                    {'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}                                | false
                    {'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}}                             | true
                    {'ForAllValues:StringEquals':{'iot:ConnectAttributes':['PersistentConnect','LastWill']}} | true
                    {'ForAllValues:StringEquals':{'iot:ConnectAttributes':['LastWill']}}       | false
                    {'ForAllValues:StringEquals':{'iot:Missing':['LastWill']}}                 | true
                    {'ForAnyValue:StringEquals':{'iot:ConnectAttributes':['PersistentConnect']}} | true
                    {'StringEquals':{'iot:ClientId':'dev-1'},'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}} | false
                    """)
    void conditionsMustAllHold(String condition, boolean expected) {
        Map<String, List<String>> attributes = Map.of(
                "iot:clientid", List.of("dev-1"),
                "aws:sourceip", List.of("127.0.0.1"),
                "iot:connection.thing.isattached", List.of("true"),
                "iot:connectattributes", List.of("PersistentConnect"));
        String statement = "{'Effect':'Allow','Action':'*','Resource':'*','Condition':" + condition + "}";

        assertThat(allows(statement, "iot:Connect", "client/dev-1", attributes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{}",
                "{'Version':'2020-01-01','Statement':[]}",
                "{'Statement':[]}",
                "{'Statement':{'Effect':'Maybe','Action':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':[],'Resource':'*'}}",
                "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'DateLessThan':{'a':'b'}}}}",
            })
    void refusesWhatIsNotAPolicy(String document) {
        assertThatThrownBy(() -> Policy.parse(document.replace('\'', '"'))).isInstanceOf(PolicyException.class);
    }

    @Property
    void wildcardsAgreeWithRegularExpressions(
            @ForAll @StringLength(max = 12) @Chars({'a', 'b', '/', '*', '?'}) String pattern,
            @ForAll @StringLength(max = 12) @CharRange(from = 'a', to = 'b') @Chars('/') String text) {
        String regex = pattern.replace("*", ".*").replace("?", ".");

        assertThat(TextPattern.of(pattern, true, Map.of()).orElseThrow().matches(text))
                .isEqualTo(text.matches(regex));
    }
}

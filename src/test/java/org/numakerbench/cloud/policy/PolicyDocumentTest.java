package org.numakerbench.cloud.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.numakerbench.cloud.policy.Decision.Answer.ALLOWED;
import static org.numakerbench.cloud.policy.Decision.Answer.CANNOT_TELL;
import static org.numakerbench.cloud.policy.Decision.Answer.FORBIDDEN;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.cloud.policy.Decision.Answer;
import org.numakerbench.firmware.Identity;

/** A row a rule of AWS's guide on policies. */
class PolicyDocumentTest {
    private static final String ARN = "arn:aws:iot:eu-west-1:123456789012:";

    private static String policy(String... statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    }

    private static String allow(String action, String resource) {
        return "{\"Effect\":\"Allow\",\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\"}";
    }

    private static String deny(String action, String resource) {
        return allow(action, resource).replace("Allow", "Deny");
    }

    private static Need need(String action, String resource) {
        return new Need("step", action, resource, Map.of("iot:clientid", "c*1"));
    }

    private static Answer decide(String policy, Need need) throws PolicyException {
        return PolicyDocument.parse(policy)
                .decide(need, Optional.empty(), Optional.empty())
                .answer();
    }

    static Stream<Arguments> rules() {
        Need publish = need("iot:Publish", "topic/a/b");
        Need subscribe = need("iot:Subscribe", "topicfilter/a/+");
        return Stream.of(
                arguments("default deny", policy(allow("iot:Connect", "*")), publish, FORBIDDEN),
                arguments("an allow", policy(allow("iot:Publish", ARN + "topic/a/b")), publish, ALLOWED),
                arguments(
                        "a deny wins",
                        policy(allow("iot:*", "*"), deny("iot:Publish", ARN + "topic/a/*")),
                        publish,
                        FORBIDDEN),
                arguments(
                        "order does not matter",
                        policy(deny("iot:Publish", "*"), allow("iot:*", "*")),
                        publish,
                        FORBIDDEN),
                arguments("actions compare without case", policy(allow("IOT:publish", "*")), publish, ALLOWED),
                arguments("actions have wildcards", policy(allow("iot:Pub*", "*")), publish, ALLOWED),
                arguments("* crosses slashes", policy(allow("iot:Publish", ARN + "topic/*")), publish, ALLOWED),
                arguments("? is one character", policy(allow("iot:Publish", ARN + "topic/a?b")), publish, ALLOWED),
                arguments("? is not two", policy(allow("iot:Publish", ARN + "topic/?b")), publish, FORBIDDEN),
                arguments(
                        "+ is a plain character",
                        policy(allow("iot:Subscribe", ARN + "topicfilter/a/+")),
                        subscribe,
                        ALLOWED),
                arguments("+ is no wildcard", policy(allow("iot:Publish", ARN + "topic/a/+")), publish, FORBIDDEN),
                arguments("# is no wildcard", policy(allow("iot:Publish", ARN + "topic/#")), publish, FORBIDDEN),
                arguments(
                        "a filter is checked as text",
                        policy(allow("iot:Subscribe", "*"), deny("iot:Subscribe", ARN + "topicfilter/a/secret/*")),
                        need("iot:Subscribe", "topicfilter/a/#"),
                        ALLOWED),
                arguments(
                        "receive stops what the filter lets in",
                        policy(allow("iot:Receive", "*"), deny("iot:Receive", ARN + "topic/a/secret/*")),
                        need("iot:Receive", "topic/a/secret/x"),
                        FORBIDDEN),
                arguments(
                        "topic is not topicfilter",
                        policy(allow("iot:Subscribe", ARN + "topic/a/+")),
                        subscribe,
                        FORBIDDEN),
                arguments(
                        "publish implies no connect",
                        policy(allow("iot:Publish", "*")),
                        need("iot:Connect", "client/x"),
                        FORBIDDEN),
                arguments(
                        "a variable",
                        policy(allow("iot:Connect", ARN + "client/${iot:ClientId}")),
                        need("iot:Connect", "client/c*1"),
                        ALLOWED),
                arguments(
                        "a variable's value is literal",
                        policy(allow("iot:Connect", ARN + "client/${iot:ClientId}")),
                        need("iot:Connect", "client/cXX1"),
                        FORBIDDEN),
                arguments(
                        "a variable whose value AWS alone knows",
                        policy(allow("iot:Publish", ARN + "topic/${iot:Connection.Thing.ThingName}/b")),
                        publish,
                        CANNOT_TELL),
                arguments(
                        "a variable that cannot match whatever its value is",
                        policy(allow("iot:Publish", ARN + "topic/x/${iot:Connection.Thing.ThingName}*")),
                        publish,
                        FORBIDDEN),
                arguments(
                        "a certificate's variable",
                        policy(allow("iot:Publish", ARN + "topic/${iot:Certificate.Subject.CommonName}/b")),
                        publish,
                        CANNOT_TELL),
                arguments(
                        "a variable that AWS does not have",
                        policy(allow("iot:Publish", ARN + "topic/${iot:Thing}/b")),
                        publish,
                        FORBIDDEN),
                arguments(
                        "HTTPS has no client ID and no thing",
                        policy(
                                allow("iot:Publish", ARN + "topic/${iot:ClientId}/b"),
                                allow("iot:Publish", ARN + "topic/${iot:Connection.Thing.ThingName}/b")),
                        new Need("step", "iot:Publish", "topic/a/b", Map.of()),
                        FORBIDDEN),
                arguments(
                        "an allow that is sure wins over one that is not",
                        policy(
                                allow("iot:Publish", ARN + "topic/${iot:Connection.Thing.ThingName}/b"),
                                allow("iot:Publish", "*")),
                        publish,
                        ALLOWED),
                arguments(
                        "a deny that is not sure",
                        policy(
                                allow("iot:Publish", "*"),
                                deny("iot:Publish", ARN + "topic/${iot:Connection.Thing.ThingName}/*")),
                        publish,
                        CANNOT_TELL),
                arguments(
                        "a deny that is not sure, of what is not allowed anyway",
                        policy(deny("iot:Publish", ARN + "topic/${iot:Connection.Thing.ThingName}/*")),
                        publish,
                        FORBIDDEN),
                arguments(
                        "NotResource that is not sure",
                        policy("{\"Effect\":\"Allow\",\"Action\":\"iot:Publish\",\"NotResource\":\"" + ARN
                                + "topic/${aws:SourceIp}/b\"}"),
                        publish,
                        CANNOT_TELL),
                arguments(
                        "a variable in a condition",
                        policy(condition("StringEquals", "iot:ClientId", "${iot:Connection.Thing.ThingName}")),
                        publish,
                        CANNOT_TELL),
                arguments(
                        "another partition",
                        policy(allow("iot:Publish", "arn:aws-cn:iot:cn-north-1:123456789012:topic/a/b")),
                        publish,
                        ALLOWED),
                arguments("an escaped star", policy(allow("iot:Publish", ARN + "topic/${*}")), publish, FORBIDDEN),
                arguments(
                        "an escaped star is a star",
                        policy(allow("iot:Publish", ARN + "topic/${*}")),
                        need("iot:Publish", "topic/*"),
                        ALLOWED),
                arguments(
                        "NotAction",
                        policy("{\"Effect\":\"Allow\",\"NotAction\":\"iot:Connect\",\"Resource\":\"*\"}"),
                        publish,
                        ALLOWED),
                arguments(
                        "NotAction of it",
                        policy("{\"Effect\":\"Allow\",\"NotAction\":[\"iot:Publish\"],\"Resource\":\"*\"}"),
                        publish,
                        FORBIDDEN),
                arguments(
                        "NotResource",
                        policy("{\"Effect\":\"Allow\",\"Action\":\"iot:Publish\",\"NotResource\":\"" + ARN
                                + "topic/z\"}"),
                        publish,
                        ALLOWED),
                arguments(
                        "another region",
                        policy(
                                allow("iot:Publish", ARN + "topic/z"),
                                allow("iot:Publish", "arn:aws:iot:us-east-2:123456789012:topic/a/b")),
                        publish,
                        FORBIDDEN),
                arguments(
                        "an address condition",
                        policy(condition("IpAddress", "aws:SourceIp", "10.0.0.0/8")),
                        publish,
                        CANNOT_TELL),
                arguments(
                        "a client ID condition",
                        policy(condition("StringEquals", "iot:ClientId", "c*1")),
                        publish,
                        ALLOWED),
                arguments(
                        "another client ID",
                        policy(condition("StringEquals", "iot:ClientId", "x")),
                        publish,
                        FORBIDDEN),
                arguments(
                        "not that client ID",
                        policy(condition("StringNotEquals", "iot:ClientId", "c*1")),
                        publish,
                        FORBIDDEN),
                arguments("a client ID like", policy(condition("StringLike", "iot:ClientId", "c*")), publish, ALLOWED),
                arguments(
                        "an unknown operator",
                        policy(condition("DateLessThan", "iot:ClientId", "x")),
                        publish,
                        CANNOT_TELL),
                arguments(
                        "no connect attributes",
                        policy(condition("ForAllValues:StringEquals", "iot:ConnectAttributes", "LastWill")),
                        publish,
                        ALLOWED),
                arguments(
                        "one statement, no array",
                        "{\"Version\":\"2012-10-17\",\"Statement\":" + allow("iot:*", "*") + "}",
                        publish,
                        ALLOWED));
    }

    private static String condition(String operator, String key, String value) {
        return "{\"Effect\":\"Allow\",\"Action\":\"iot:Publish\",\"Resource\":\"*\",\"Condition\":{\"" + operator
                + "\":{\"" + key + "\":\"" + value + "\"}}}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void a_rule_of_the_guide_holds(String rule, String policy, Need need, Answer answer) throws PolicyException {
        assertThat(decide(policy, need)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "nonsense | line 1: not JSON",
                "[] | /: not a JSON object",
                "{} | /Version: missing; write \"2012-10-17\"",
                "{\"Version\":\"2015-01-01\"} | /Version: 2015-01-01",
                "{\"Version\":\"2012-10-17\"} | /Statement: missing",
                "{\"Version\":\"2012-10-17\",\"Statement\":[1]} | /Statement/0: not an object",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"allow\"}]} | /Statement/0/Effect: allow; write \"Allow\" or \"Deny\"",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"}]} | /Statement/0/Action: missing",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[1]}]} | /Statement/0/Action: not text",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:*\"}]} | /Statement/0/Resource: missing",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Efect\":\"Allow\"}]} | /Statement/0/Efect: unknown key; did you mean Effect?"
            })
    void what_is_no_policy_is_named_with_its_place(String json, String message) {
        assertThatThrownBy(() -> PolicyDocument.parse(json))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void what_never_matches_is_warned_of() throws PolicyException {
        assertThat(PolicyDocument.parse(policy(
                                allow("iot:Subscribe", ARN + "topic/a"),
                                allow("iot:Receive", ARN + "topicfilter/a"),
                                allow("iot:Publsh", "*")))
                        .warnings())
                .satisfiesExactly(
                        it -> assertThat(it).contains("/Statement/0", "write topicfilter/"),
                        it -> assertThat(it).contains("/Statement/1", "write topic/"),
                        it -> assertThat(it).contains("did you mean iot:Publish?"));
        assertThat(PolicyDocument.parse(policy(allow("iot:Publish", ARN + "topic/" + "x".repeat(2100))))
                        .warnings())
                .singleElement()
                .asString()
                .contains("AWS IoT takes 2048");
        assertThat(PolicyDocument.parse(
                                policy(allow("iot:Connect", "${iot:ClientId}")).replace("2012", "2008"))
                        .warnings())
                .singleElement()
                .asString()
                .contains("variables are plain text");
    }

    /** The kind: a resource that looks right and is that of nothing in AWS IoT. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iot:Subscribe | arn:aws:iot:iot:eu-west-1:111122223333:topicfilter/*   | iot: stands twice",
                "iot:Subscribe | arn:aws:iot:REGION:ACCOUNT:topicfilter/*               | \"REGION\" is no region",
                "iot:Subscribe | arn:aws:iot:<region>:111122223333:topicfilter/*        | \"<region>\" is no region",
                "iot:Subscribe | arn:aws:iot:eu-west-1:ACCOUNT_ID:topicfilter/*         | \"ACCOUNT_ID\" is no account",
                "iot:Subscribe | arn:aws:iot:eu-west-1:11112222333:topicfilter/*        | no account",
                "iot:Subscribe | arn:aws:iot:eu-west-1:1111-2222-3333:topicfilter/*     | no account",
                "iot:Subscribe | arn:aws:iot:eu-west-1::topicfilter/*                   | no account",
                "iot:Subscribe | arn:aws:iot:${AWS::Region}:111122223333:topicfilter/*  | ${AWS::Region} is no variable",
                "iot:Subscribe | arn:aws:iot:${region}:${account}:topicfilter/*         | ${region} is no variable",
                "iot:Subscribe | arn:aws:iot:eu-west-1:111122223333topicfilter/*        | a colon is missing between 111122223333",
                "iot:Subscribe | arn:aws:eu-west-1:111122223333:topicfilter/*           | the service is missing before eu-west-1",
                "iot:Subscribe | arn:aws:iotdata:eu-west-1:111122223333:topicfilter/*   | the service is \"iotdata\", not iot",
                "iot:Subscribe | arn:eu-west-1:111122223333:topicfilter/*               | partition and service are missing",
                "iot:Subscribe | arn:amazon:iot:eu-west-1:111122223333:topicfilter/*    | the partition is missing or wrong at \"amazon\"",
                "iot:Subscribe | topicfilter/*                                          | no ARN",
                "iot:Subscribe | arn:aws:iot:eu-west-1:111122223333                     | no resource behind the account",
                "iot:Subscribe | arn:aws:iot:eu-west-1:111122223333:topicfilter         | a slash and a name are missing",
                "iot:Subscribe | arn:aws:iot:eu-west-1:111122223333:topicfilters/*      | write topicfilter/",
                "iot:Subscribe | arn:aws:iot:eu-west-1:111122223333:/topicfilter/*      | write topicfilter/",
                "iot:Subscribe | arn:aws:iot:eu-west-1:111122223333:topic/*             | write topicfilter/",
                "iot:Connect   | arn:aws:iot:eu-west-1:111122223333:thing/*             | write client/",
                "iot:Publish   | arn:aws:iot:eu-west-1:111122223333:topic/a/#           | + and # are plain characters",
                "iot:Publish   | arn:aws:iot:eu-west-1:111122223333:topic/+/b           | + and # are plain characters",
                "iot:*         | arn:aws:iot:eu-west-1:111122223333:Topic/*             | write client/",
                "iot:*         | arn:aws:iot:eu-west-1:?:topic/*                        | no account"
            })
    void a_resource_that_can_never_match_is_warned_of(String action, String resource, String why)
            throws PolicyException {
        for (String statement : List.of(allow(action, resource), deny(action, resource))) {
            assertThat(PolicyDocument.parse(policy(statement)).warnings())
                    .singleElement()
                    .asString()
                    .contains("/Statement/0", resource, "never matches", why, "; ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iot:Subscribe      | *",
                "iot:Subscribe      | arn:*",
                "iot:Subscribe      | arn:aws:iot:*",
                "iot:Subscribe      | arn:aws:iot:*:*:topicfilter/*",
                "iot:Subscribe      | arn:aws:iot:*:topicfilter/a",
                "iot:Subscribe      | arn:aws:iot:eu-west-1:1111*",
                "iot:Subscribe      | arn:aws:iot:eu-west-1:111122223333:topicfilter/a/+",
                "iot:Subscribe      | arn:aws:iot:eu-west-1:111122223333:*filter/#",
                "iot:Subscribe      | arn:aws-cn:iot:cn-north-1:111122223333:topicfilter/*",
                "iot:Subscribe      | arn:aws-us-gov:iot:us-gov-west-1:111122223333:topicfilter/*",
                "iot:Connect        | arn:aws:iot:eu-west-1:111122223333:client/${iot:ClientId}",
                "iot:Connect        | arn:aws:iot:eu-west-1:????????????:client/${iot:Connection.Thing.ThingName}",
                "iot:Publish        | arn:aws:iot:eu-west-1:111122223333:topic/$aws/things/${iot:Certificate.SerialNumber}/*",
                "iot:Publish        | arn:aws:iot:eu-west-1:111122223333:topic/${*}/${$}",
                "iot:*              | arn:aws:iot:eu-west-1:111122223333:thinggroup/*",
                "iot:DescribeThing  | arn:aws:iot:eu-west-1:111122223333:thing/x",
                "iot:*Shadow        | arn:aws:iot:eu-west-1:111122223333:thing/x/name"
            })
    void a_resource_that_may_match_is_not(String action, String resource) throws PolicyException {
        assertThat(PolicyDocument.parse(policy(allow(action, resource))).warnings())
                .filteredOn(it -> it.contains("never matches"))
                .isEmpty();
    }

    @Test
    void the_policy_of_the_bug_report_gets_a_warning_an_arn_and_no_region_is_made_up() throws Exception {
        PolicyDocument policy = PolicyDocument.parse(
                Files.readString(Path.of("src/test/resources/policies/arns-that-never-match.json")));

        assertThat(policy.warnings())
                .hasSize(4)
                .allMatch(it -> it.startsWith("/Statement/1: iot:Subscribe on arn:aws:"));
        assertThat(policy.decide(need("iot:Subscribe", "topicfilter/a"), Optional.empty(), Optional.empty()))
                .isEqualTo(new Decision(FORBIDDEN, "no statement allows iot:Subscribe on topicfilter/a"));
    }

    @Test
    void the_things_name_is_not_known_when_the_client_id_is_another() throws Exception {
        PolicyDocument policy =
                PolicyDocument.parse(Files.readString(Path.of("src/test/resources/policies/thing-variable.json")));

        for (Need need : RunNeeds.ofDevice(new Identity("T", "other", "N/M/D", "N/M/+"), List.of("mqtt"))) {
            Answer answer =
                    policy.decide(need, Optional.empty(), Optional.empty()).answer();
            boolean shadow = need.resource().startsWith("topic/$aws/things/");
            boolean user = need.resource().startsWith("topic/N");
            assertThat(answer).as(need.toString()).isEqualTo(shadow ? CANNOT_TELL : user ? FORBIDDEN : ALLOWED);
        }
        for (Need need : RunNeeds.ofDevice(new Identity("T", "T", "N/M/D", "N/M/+"), List.of("mqtt"))) {
            if (need.resource().contains("$aws/things/")) {
                assertThat(policy.decide(need, Optional.empty(), Optional.empty())
                                .answer())
                        .as(need.toString())
                        .isEqualTo(ALLOWED);
            }
        }
    }

    @Test
    @Timeout(value = 20, threadMode = SEPARATE_THREAD)
    void many_wildcards_take_no_time() throws PolicyException {
        String stars = "*a".repeat(900);
        Need need = need("iot:Publish", "topic/" + "a".repeat(240) + "b");

        assertThat(decide(policy(allow("iot:Publish", ARN + stars)), need)).isEqualTo(FORBIDDEN);
    }

    @Test
    void the_policy_of_the_firmwares_document_lets_a_run_pass_but_retains_nothing() throws PolicyException {
        String example = policy(
                allow("iot:Connect", ARN + "client/*"),
                allow("iot:Publish", ARN + "topic/*"),
                allow("iot:Receive", ARN + "topic/*"),
                allow("iot:Subscribe", ARN + "topicfilter/*"),
                allow("iot:GetThingShadow", ARN + "thing/*"),
                allow("iot:UpdateThingShadow", ARN + "thing/*"),
                allow("iot:DeleteThingShadow", ARN + "thing/*"));
        Identity identity = new Identity("T", "Client One", "N/M/D", "N/M/+");

        for (Need need : RunNeeds.ofDevice(identity, List.of("mqtt", "https"))) {
            assertThat(decide(example, need)).as(need.toString()).isEqualTo(ALLOWED);
        }
        for (Need need : RunNeeds.ofWitness(identity, "witness", List.of())) {
            assertThat(decide(example, need)).as(need.toString()).isEqualTo(ALLOWED);
        }
        assertThat(decide(example, need("iot:RetainPublish", "topic/N/M/D"))).isEqualTo(FORBIDDEN);
    }
}

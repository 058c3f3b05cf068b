package org.numakerbench.sim.cloud;

import java.nio.file.Path;
import java.util.List;
import org.numakerbench.sim.cloud.tls.Credentials;

/** Shell commands that talk to a running local AWS IoT with ordinary tools. */
record ConnectHints(Credentials credentials, String host, int mqttPort, int httpsPort) {

    List<String> lines() {
        String mqtt = " -h " + host + " -p " + mqttPort + " --cafile " + quoted(credentials.ca()) + " --cert "
                + quoted(credentials.witnessCertificate()) + " --key " + quoted(credentials.witnessKey());
        String https = "https://" + host + ":" + httpsPort + "/things/demo/shadow";
        String curl = "curl -sS --cacert " + quoted(credentials.ca()) + " --cert "
                + quoted(credentials.witnessCertificate()) + " --key " + quoted(credentials.witnessKey());
        return List.of(
                "mosquitto_sub" + mqtt + " -i watcher -q 1 -v -t '#' -t '$aws/things/#' -t '$aws/events/#'",
                "mosquitto_pub" + mqtt + " -i talker -q 1 -t demo/hello -m 'Hello'",
                "mosquitto_pub" + mqtt
                        + " -i talker -q 1 -t '$aws/things/demo/shadow/update' -m '{\"state\":{\"reported\":{\"a\":1}}}'",
                curl + " -d 'Hello' 'https://" + host + ":" + httpsPort + "/topics/demo/hello?qos=1'",
                curl + " " + https,
                curl + " -d '{\"state\":{\"desired\":{\"a\":2}}}' " + https,
                curl + " -X DELETE " + https);
    }

    /** Quoted for a POSIX shell. */
    private static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "'\\''") + "'";
    }
}

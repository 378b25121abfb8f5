package com.example.lab.aws.elb;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a target group asks its targets, and how often. Runs as the template says, without
 * the clock: applications wait for the balancer in true time before they stop.
 *
 * @param path the path, perhaps with a query
 * @param port the port to ask; 0 for the one that gets the traffic
 * @param interval from one check to the next
 * @param timeout how long a target may take to answer
 * @param healthy how many checks in a row bring an unhealthy target back
 * @param unhealthy how many failures in a row make it unhealthy
 * @param codes status codes and ranges of them, such as {@code 200,204,300-399}
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html">Health
 * checks</a>
 */
record HealthCheck(String path, int port, Duration interval, Duration timeout, int healthy, int unhealthy,
		String codes) {

	static final String TIMEOUT = "Target.Timeout: Request timed out";

	static final String FAILED = "Target.FailedHealthChecks: Health checks failed";

	/**
	 * Reads the properties of a target group; the defaults are those of AWS.
	 */
	static HealthCheck of(JsonNode properties) {
		String protocol = properties.path("HealthCheckProtocol").asString("HTTP");
		if (!protocol.equals("HTTP")) {
			throw new IllegalArgumentException(
					"HealthCheckProtocol is %s; the lab checks by HTTP.".formatted(protocol));
		}
		String port = properties.path("HealthCheckPort").asString("traffic-port");
		return new HealthCheck(properties.path("HealthCheckPath").asString("/"),
				port.equals("traffic-port") ? 0 : Integer.parseInt(port),
				Duration.ofSeconds(properties.path("HealthCheckIntervalSeconds").asInt(30)),
				Duration.ofSeconds(properties.path("HealthCheckTimeoutSeconds").asInt(5)),
				properties.path("HealthyThresholdCount").asInt(5), properties.path("UnhealthyThresholdCount").asInt(2),
				properties.path("Matcher").path("HttpCode").asString("200"));
	}

	/**
	 * Asks once.
	 * @param address where; null when nothing is there
	 * @return why the check failed, or null when it passed
	 */
	@Nullable String failure(@Nullable InetSocketAddress address) {
		if (address == null) {
			return FAILED;
		}
		try {
			HttpURLConnection connection = (HttpURLConnection) URI
				.create("http://127.0.0.1:" + address.getPort() + this.path)
				.toURL()
				.openConnection(Proxy.NO_PROXY);
			connection.setInstanceFollowRedirects(false);
			connection.setConnectTimeout((int) this.timeout.toMillis());
			connection.setReadTimeout((int) this.timeout.toMillis());
			connection.setRequestProperty("User-Agent", "ELB-HealthChecker/2.0");
			connection.setRequestProperty("Connection", "close");
			try {
				int code = connection.getResponseCode();
				return takes(code) ? null
						: "Target.ResponseCodeMismatch: Health checks failed with these codes: [%d]".formatted(code);
			}
			finally {
				connection.disconnect();
			}
		}
		catch (SocketTimeoutException ex) {
			return TIMEOUT;
		}
		catch (IOException ex) {
			return FAILED;
		}
	}

	private boolean takes(int code) {
		return Arrays.stream(this.codes.split(",")).map((range) -> range.split("-")).anyMatch((range) -> {
			int first = Integer.parseInt(range[0].strip());
			int last = Integer.parseInt(range[range.length - 1].strip());
			return first <= code && code <= last;
		});
	}

}

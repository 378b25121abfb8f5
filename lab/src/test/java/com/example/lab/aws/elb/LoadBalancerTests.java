package com.example.lab.aws.elb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Runner;
import com.example.lab.cloud.LedgerEntry;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The load balancer of an assembly that the CDK made, which is among the test resources:
 * HTTPS before two instances, HTTP that redirects, an access log, alarms.
 */
@ExtendWith(SharedLocalStack.class)
@Timeout(120)
@Isolated("looks at all threads")
class LoadBalancerTests {

	private static final Duration SOON = Duration.ofSeconds(40);

	private final String stack = "balanced-" + Long.toHexString(System.nanoTime());

	private final Events events = new Events();

	private final Processes processes;

	private final Path folder;

	private final LabContext lab;

	private final LocalStack localStack;

	LoadBalancerTests(@TempDir Path temporary, LocalStack localStack) throws Exception {
		this.processes = new Processes(temporary.resolve("logs"));
		this.localStack = localStack;
		this.folder = temporary.resolve("assembly");
		WebServer.assembly(this.folder);
		edit("manifest.json", "\"properties\": {\n\t\t\t\t\"templateFile\"",
				"\"properties\": {\"stackName\": \"%s\", \"templateFile\"".formatted(this.stack));
		edit("Web.template.json", "\"HealthCheckIntervalSeconds\": 5", "\"HealthCheckIntervalSeconds\": 1");
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(30), Map.of(), true);
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void runsWhatTheTemplateDescribes() throws Exception {
		URI url;
		String bucket;
		try (LocalCloud cloud = LocalCloud.start(Assembly.read(this.folder), List.of(), this.lab, this.localStack)) {
			url = cloud.url();
			awaitHealthy(0, "ServerA");
			awaitHealthy(0, "ServerB");

			assertThat(answers(url, 10)).isEqualTo(Map.of("A https", 5, "B https", 5));
			assertThat(cloud.standIns(TargetGroup.class)).singleElement()
				.satisfies((group) -> assertThat(group.targets())
					.extracting(TargetHealth::name, TargetHealth::zone, TargetHealth::state)
					.containsExactly(Tuple.tuple("ServerA", "us-east-1a", "healthy"),
							Tuple.tuple("ServerB", "us-east-1b", "healthy")));
			assertThat(cloud.ledger()).extracting(LedgerEntry::type, LedgerEntry::runner)
				.contains(Tuple.tuple("AWS::CertificateManager::Certificate", Runner.LOCALSTACK),
						Tuple.tuple("AWS::CloudWatch::Alarm", Runner.STAND_IN));
			assertThat(cloud.drills().keySet()).contains("Targets", "ServerA", "ServerB");
			redirectsToHttps(cloud, url);
			losesAnInstanceAndGetsItBack(cloud, url);
			cloud.drill("Targets", "deregister", "ServerB");
			this.events.await(0, (event) -> event.message().endsWith("is drained and unused"), SOON);
			assertThat(answers(url, 4)).isEqualTo(Map.of("A https", 4));
			bucket = bucket();
		}
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(url.getHost(), url.getPort()).close());
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.startsWith("XNIO") || name.startsWith("targets-") || name.equals("access-log"));
		// Its last minute may still be on its way to LocalStack.
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("metrics"));
		assertThat(accessLog(bucket)).anySatisfy((line) -> assertThat(line).matches(
				"https \\S+Z app/Front\\w+/[0-9a-f]{16} 127\\.0\\.0\\.1:\\d+ 127\\.0\\.0\\.1:8080 [\\d.]+ [\\d.]+ [\\d.]+ "
						+ "200 200 0 7 \"GET https://127\\.0\\.0\\.1:\\d+/ HTTP/1\\.1\" \"Java-http-client/\\S+\" \\S+ \\S+ "
						+ "arn:\\S+ .*"));
	}

	@Test
	void anInstanceWhoseGroupDoesNotLetTheLoadBalancerInTimesOut() throws Exception {
		edit("Web.template.json", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress");
		try (LocalCloud cloud = LocalCloud.start(Assembly.read(this.folder), List.of(), this.lab, this.localStack)) {
			Event refused = this.events.await(0, (event) -> event.kind() == Event.Kind.REFUSED, SOON);

			assertThat(refused.message()).endsWith(
					"gets no connection: Front may not connect to ServerA: no ingress rule of Servers lets Front/SecurityGroup in on port 8080");
			assertThat(get(cloud.url()).statusCode()).isEqualTo(504);
		}
	}

	private void edit(String file, String from, String to) throws IOException {
		String text = Files.readString(this.folder.resolve(file));
		assertThat(text).contains(from);
		Files.writeString(this.folder.resolve(file), text.replace(from, to));
	}

	/** Without its power each request to it fails, until its checks have failed twice. */
	private void losesAnInstanceAndGetsItBack(LocalCloud cloud, URI url) throws Exception {
		long position = this.events.position();
		cloud.drill("ServerA", "power-off", "");
		assertThat(List.of(get(url).statusCode(), get(url).statusCode())).containsExactlyInAnyOrder(200, 502);
		this.events.await(position, (event) -> event.kind() == Event.Kind.UNHEALTHY
				&& event.message().contains("Target.FailedHealthChecks"), SOON);
		assertThat(answers(url, 10)).isEqualTo(Map.of("B https", 10));
		cloud.drill("ServerA", "boot", "");
		awaitHealthy(position, "ServerA");
		assertThat(answers(url, 10)).isEqualTo(Map.of("A https", 5, "B https", 5));
	}

	private void redirectsToHttps(LocalCloud cloud, URI url) throws Exception {
		Listener http = cloud.standIns(Listener.class)
			.stream()
			.filter((listener) -> listener.publicPort() == 80)
			.findFirst()
			.orElseThrow();
		HttpResponse<String> response = get(URI.create("http://" + http.address() + "/feed?page=2"));
		assertThat(response.statusCode()).isEqualTo(301);
		assertThat(response.headers().firstValue("Location")).hasValue(url + "/feed?page=2");
	}

	private void awaitHealthy(long position, String server) throws InterruptedException {
		this.events.await(position, (event) -> event.kind() == Event.Kind.HEALTHY && event.subject().equals("Targets")
				&& event.message().startsWith(server), SOON);
	}

	private Map<String, Integer> answers(URI url, int requests) throws Exception {
		Map<String, Integer> answers = new TreeMap<>();
		for (int i = 0; i < requests; i++) {
			answers.merge(get(url).body(), 1, Integer::sum);
		}
		return answers;
	}

	private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
		return HttpClient.newBuilder()
			.sslContext(this.lab.certificateAuthority().clientContext())
			.version(HttpClient.Version.HTTP_1_1)
			.build()
			.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
	}

	private String bucket() {
		return this.localStack.s3()
			.listBuckets()
			.buckets()
			.stream()
			.map((bucket) -> bucket.name())
			.filter((name) -> name.startsWith(this.stack + "-logs"))
			.findFirst()
			.orElseThrow();
	}

	private List<String> accessLog(String bucket) {
		S3Client s3 = this.localStack.s3();
		return s3.listObjectsV2((request) -> request.bucket(bucket).prefix("front/AWSLogs/000000000000/"))
			.contents()
			.stream()
			.map(S3Object::key)
			.flatMap((key) -> lines(s3, bucket, key).stream())
			.toList();
	}

	private static List<String> lines(S3Client s3, String bucket, String key) {
		try (GZIPInputStream in = new GZIPInputStream(s3.getObject((request) -> request.bucket(bucket).key(key)))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

package com.example.lab.cloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.aws.cloudfront.Distribution;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.AwsClients;
import com.example.lab.localstack.LocalStack;
import com.example.lab.localstack.SharedLocalStack;
import com.example.lab.network.Ports;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;
import software.amazon.awssdk.services.cloudfront.model.Invalidation;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A distribution before an internal load balancer and two buckets, from its template.
 */
@ExtendWith(SharedLocalStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class DistributionDeploymentTests {

	private static final String RESOURCES = """
			{"Conditions": {"Never": {"Fn::Equals": ["1", "2"]}},
			"Outputs": {"Url": {"Value": {"Fn::Join": ["", ["https://", {"Fn::GetAtt": ["Edge", "DomainName"]}, "/"]]}}},
			"Resources": {
				"FrontGroup": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "front",
					"SecurityGroupIngress": [
						{"SourcePrefixListId": "pl-3b927c52", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}]}},
				"Server": {"Type": "AWS::EC2::Instance", "Condition": "Never", "Properties": {"InstanceType": "t4g.small"}},
				"Balancer": {"Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {"Scheme": "internal",
					"SecurityGroups": [{"Fn::GetAtt": ["FrontGroup", "GroupId"]}]}},
				"Listener": {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"Port": 80, "Protocol": "HTTP",
					"LoadBalancerArn": {"Ref": "Balancer"}, "DefaultActions": [{"Type": "fixed-response",
						"FixedResponseConfig": {"StatusCode": "200", "ContentType": "text/plain", "MessageBody": "balanced"}}]}},
				"Inside": {"Type": "AWS::CloudFront::VpcOrigin", "Properties": {"VpcOriginEndpointConfig": {
					"Arn": {"Ref": "Balancer"}, "Name": "inside", "HTTPPort": 80, "HTTPSPort": 443,
					"OriginProtocolPolicy": "http-only", "OriginSSLProtocols": ["TLSv1.2"]}}},
				"Photos": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "edge-photos"}},
				"PhotosPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Photos"},
					"PolicyDocument": {"Version": "2012-10-17", "Statement": [%1$s]}}},
				"Logs": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "edge-logs"}},
				"Static": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "edge-static"}},
				"StaticPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Static"},
					"PolicyDocument": {"Version": "2012-10-17", "Statement": [%2$s]}}},
				"Access": {"Type": "AWS::CloudFront::OriginAccessControl", "Properties": {"OriginAccessControlConfig": {
					"Name": "access", "OriginAccessControlOriginType": "s3", "SigningBehavior": "always",
					"SigningProtocol": "sigv4"}}},
				"Cache": {"Type": "AWS::CloudFront::CachePolicy", "Properties": {"CachePolicyConfig": {"Name": "cache",
					"MinTTL": 0, "DefaultTTL": 60, "MaxTTL": 3600, "ParametersInCacheKeyAndForwardedToOrigin": {
						"EnableAcceptEncodingGzip": true, "EnableAcceptEncodingBrotli": true,
						"HeadersConfig": {"HeaderBehavior": "none"}, "CookiesConfig": {"CookieBehavior": "none"},
						"QueryStringsConfig": {"QueryStringBehavior": "none"}}}}},
				"Headers": {"Type": "AWS::CloudFront::ResponseHeadersPolicy", "Properties": {
					"ResponseHeadersPolicyConfig": {"Name": "headers", "CustomHeadersConfig": {"Items": [
						{"Header": "X-Edge", "Value": "one", "Override": true}]}}}},
				"Greet": {"Type": "AWS::CloudFront::Function", "Properties": {"Name": "greet", "AutoPublish": true,
					"FunctionConfig": {"Comment": "", "Runtime": "cloudfront-js-2.0"},
					"FunctionCode": "function handler(e) { return {statusCode: 200, body: 'hello ' + e.request.uri}; }"}},
				"Edge": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
					"Enabled": true, "HttpVersion": "http2", "IPV6Enabled": true, "Aliases": ["postcards.example"],
					"Logging": {"Bucket": {"Fn::GetAtt": ["Logs", "RegionalDomainName"]}, "Prefix": "edge/", "IncludeCookies": false},
					"Origins": [
						{"Id": "balancer", "DomainName": {"Fn::GetAtt": ["Balancer", "DNSName"]},
							"VpcOriginConfig": {"VpcOriginId": {"Fn::GetAtt": ["Inside", "Id"]}}},
						{"Id": "photos", "DomainName": {"Fn::GetAtt": ["Photos", "RegionalDomainName"]},
							"OriginAccessControlId": {"Fn::GetAtt": ["Access", "Id"]},
							"S3OriginConfig": {"OriginAccessIdentity": ""}},
						{"Id": "static", "DomainName": {"Fn::GetAtt": ["Static", "RegionalDomainName"]},
							"OriginAccessControlId": {"Fn::GetAtt": ["Access", "Id"]},
							"S3OriginConfig": {"OriginAccessIdentity": ""}},
						{"Id": "unsigned", "DomainName": {"Fn::GetAtt": ["Photos", "RegionalDomainName"]},
							"S3OriginConfig": {"OriginAccessIdentity": ""}}],
					"CacheBehaviors": [
						{"PathPattern": "/photos/*", "TargetOriginId": "photos", "ViewerProtocolPolicy": "redirect-to-https",
							"CachePolicyId": {"Ref": "Cache"}},
						{"PathPattern": "/static/*", "TargetOriginId": "static", "ViewerProtocolPolicy": "redirect-to-https",
							"Compress": true, "CachePolicyId": {"Ref": "Cache"},
							"ResponseHeadersPolicyId": {"Ref": "Headers"}},
						{"PathPattern": "/unsigned/*", "TargetOriginId": "unsigned", "ViewerProtocolPolicy": "https-only",
							"CachePolicyId": {"Ref": "Cache"}},
						{"PathPattern": "/hello/*", "TargetOriginId": "balancer", "ViewerProtocolPolicy": "https-only",
							"CachePolicyId": {"Ref": "Cache"}, "FunctionAssociations": [{"EventType": "viewer-request",
								"FunctionARN": {"Fn::GetAtt": ["Greet", "FunctionARN"]}}]}],
					"CustomErrorResponses": [{"ErrorCode": 504, "ErrorCachingMinTTL": 0},
						{"ErrorCode": 502, "ErrorCachingMinTTL": 0}, {"ErrorCode": 404, "ErrorCachingMinTTL": 0}],
					"DefaultCacheBehavior": {"TargetOriginId": "balancer", "ViewerProtocolPolicy": "redirect-to-https",
						"AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
						"CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
						"OriginRequestPolicyId": "216adef6-5c7f-47e4-b989-5492eafa07d3"}}}}}}""";

	private static final String STATEMENT = """
			{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "%s",
				"Resource": "arn:aws:s3:::edge-%s", "Condition": {"StringEquals": {"AWS:SourceArn": {"Fn::Join": ["", [
					"arn:", {"Ref": "AWS::Partition"}, ":cloudfront::", {"Ref": "AWS::AccountId"}, ":distribution/",
					{"Ref": "Edge"}]]}}}}""";

	private final Events events = new Events();

	private final AtomicInteger objects = new AtomicInteger();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private Processes processes;

	private LabContext lab;

	private LocalStack localStack;

	private LocalCloud cloud;

	@BeforeAll
	void start(@TempDir Path temporary, LocalStack shared) {
		this.localStack = shared.account("111122223399");
		this.processes = new Processes(temporary.resolve("logs"));
		this.lab = new LabContext(temporary.resolve("run"), Path.of("target/cache"), this.processes, this.events,
				new LabClock(100), Map.of(), true);
		this.cloud = LocalCloud.start(assembly(template()), List.of(), this.lab, this.localStack);
		this.cloud.awaitFirstPage();
	}

	@AfterAll
	void end() {
		this.cloud.close();
		this.processes.close();
	}

	@Test
	void theUrlLeadsToThePlainPort() throws Exception {
		assertThat(this.cloud.outputs().get("Url")).startsWith("https://127.0.0.1:");
		assertThat(this.cloud.url()).hasScheme("http").hasPort(edge().getPort());
		assertThat(distribution().resolve(URI.create("https://postcards.example/a")))
			.isEqualTo(URI.create("http://127.0.0.1:%d/a".formatted(edge().getPort())));
		assertThat(get("/").body()).isEqualTo("balanced");
		assertThat(this.cloud.detail("Edge")).contains("443 at 127.0.0.1:" + edge().getPort());
	}

	@Test
	void theTlsPortHasTheCertificateOfTheLab() throws Exception {
		HttpClient trusting = HttpClient.newBuilder()
			.sslContext(this.lab.certificateAuthority().clientContext())
			.version(HttpClient.Version.HTTP_1_1)
			.build();
		URI address = distribution().secureEdges().get(0).resolve("/");

		assertThat(trusting.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()).body())
			.isEqualTo("balanced");
	}

	@Test
	void plainHttpIsRedirected() throws Exception {
		URI plain = distribution().plainEdges().get(0).resolve("/a?b=1");
		HttpResponse<String> answer = this.client.send(HttpRequest.newBuilder(plain).build(),
				HttpResponse.BodyHandlers.ofString());

		assertThat(answer.statusCode()).isEqualTo(301);
		assertThat(answer.headers().firstValue("Location"))
			.contains(distribution().secureEdges().get(0).resolve("/a?b=1").toString());
	}

	@Test
	void onlyTheEdgeReachesTheInternalLoadBalancer() throws IOException {
		String address = this.cloud.detail("Balancer").replaceFirst("internal: 80 at ", "");
		String[] parts = address.split(":");
		try (Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]))) {
			socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes());
			assertThat(socket.getInputStream().readAllBytes()).isEmpty();
		}
		catch (IOException ex) {
			// Reset is refused too.
		}
		assertThat(status("/")).isEqualTo(200);
	}

	@Test
	void aBucketIsReadAsItsPolicyAllows() throws Exception {
		put("edge-photos", "photos/1 ü.jpg", "photo");

		assertThat(get("/photos/1%20%C3%BC.jpg").body()).isEqualTo("photo");
		assertThat(status("/photos/none")).as("a missing key without s3:ListBucket").isEqualTo(403);
		assertThat(status("/static/none")).as("a missing key with s3:ListBucket").isEqualTo(404);
		HttpResponse<String> unsigned = get("/unsigned/1");
		assertThat(unsigned.statusCode()).isEqualTo(403);
		assertThat(unsigned.body()).contains("<Code>AccessDenied</Code>");
		assertThat(status("/photos/..%2F..%2Fedge-static%2Fstatic%2Fapp.js")).isEqualTo(403);
	}

	@Test
	void anObjectIsCachedHereAndNotThere() throws Exception {
		String path = "/static/" + this.objects.incrementAndGet() + ".js";
		put("edge-static", path.substring(1), "x".repeat(2_000));
		this.cloud.drill("Edge", "locations", "2");

		assertThat(cache(edge(), path)).isEqualTo("Miss from cloudfront");
		assertThat(cache(edge(), path)).isEqualTo("Hit from cloudfront");
		assertThat(cache(distribution().edges().get(1), path)).isEqualTo("Miss from cloudfront");
		HttpResponse<String> compressed = this.client.send(
				HttpRequest.newBuilder(edge().resolve(path)).header("Accept-Encoding", "br, gzip").build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(compressed.headers().firstValue("Content-Encoding")).contains("br");
		assertThat(compressed.headers().firstValue("X-Edge")).isPresent();
	}

	@Test
	void anInvalidationByTheApiOfCloudFrontReachesAllLocations() throws Exception {
		String path = "/static/" + this.objects.incrementAndGet() + ".txt";
		put("edge-static", path.substring(1), "old");
		assertThat(get(path).body()).isEqualTo("old");
		put("edge-static", path.substring(1), "new");
		assertThat(get(path).body()).isEqualTo("old");

		String endpoint = Objects.requireNonNull(this.lab.environment().get("AWS_ENDPOINT_URL_CLOUDFRONT"));
		try (AwsClients clients = new AwsClients(URI.create(endpoint))) {
			CloudFrontClient api = clients.client(CloudFrontClient.builder());
			String id = distribution().ref();
			Invalidation made = api
				.createInvalidation((request) -> request.distributionId(id)
					.invalidationBatch((batch) -> batch.callerReference(path)
						.paths((paths) -> paths.quantity(1).items("/static/*"))))
				.invalidation();
			assertThat(made.status()).isEqualTo("InProgress");
			assertThat(made.invalidationBatch().paths().items()).containsExactly("/static/*");
			while (!api.getInvalidation((request) -> request.distributionId(id).id(made.id()))
				.invalidation()
				.status()
				.equals("Completed")) {
				Ports.pause();
			}
			assertThat(get(path).body()).isEqualTo("new");
			put("edge-static", path.substring(1), "newest");
			distribution().invalidate(List.of(path)).get(10, TimeUnit.SECONDS);
			assertThat(get(path).body()).isEqualTo("newest");
			assertThat(api.listInvalidations((request) -> request.distributionId(id)).invalidationList().items())
				.extracting((each) -> each.id())
				.contains(made.id());
			assertThatExceptionOfType(CloudFrontException.class)
				.isThrownBy(() -> api.getInvalidation((request) -> request.distributionId("E0").id(made.id())))
				.satisfies((ex) -> assertThat(ex.awsErrorDetails().errorCode()).isEqualTo("NoSuchDistribution"));
		}
	}

	@Test
	void functionsAnswerAtTheEdge() throws Exception {
		assertThat(get("/hello/you").body()).isEqualTo("hello /hello/you");
	}

	@Test
	void eachRequestIsInTheStandardLog() throws Exception {
		String path = "/logged-%d".formatted(System.nanoTime());
		this.client.send(HttpRequest.newBuilder(edge().resolve(path + "?a=1"))
			.header("Cookie", "secret")
			.header("User-Agent", "A browser")
			.build(), HttpResponse.BodyHandlers.discarding());
		String line = "";
		while (line.isEmpty()) {
			Ports.pause();
			line = logs().lines().filter((each) -> each.contains(path)).findFirst().orElse("");
		}
		String head = logs().lines().filter((each) -> each.startsWith("#Fields: ")).findFirst().orElseThrow();

		assertThat(line.split("\t")).hasSameSizeAs(head.replace("#Fields: ", "").split(" "));
		assertThat(line)
			.contains("\tLAB50-P1\t", "\tGET\t", "\t200\t", "\tA%20browser\t", "\ta=1\t", "\tMiss\t", "\thttps\t")
			.doesNotContain("secret");
	}

	private String logs() throws IOException {
		StringBuilder all = new StringBuilder();
		for (S3Object each : this.localStack.s3()
			.listObjectsV2((request) -> request.bucket("edge-logs").prefix("edge/E"))
			.contents()) {
			byte[] zipped = this.localStack.s3()
				.getObjectAsBytes((request) -> request.bucket("edge-logs").key(each.key()))
				.asByteArray();
			all.append(new String(new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes(),
					StandardCharsets.UTF_8));
		}
		return all.toString();
	}

	@Test
	void drillsBreakAndRepairTheOrigins() throws Exception {
		String path = "/static/" + this.objects.incrementAndGet() + ".css";
		put("edge-static", path.substring(1), "style");
		get(path);
		this.cloud.drill("Edge", "origin-down", "static");

		assertThat(get(path).body()).isEqualTo("style");
		assertThat(status("/static/not-cached")).isEqualTo(502);
		assertThat(this.cloud.conditions()).contains("Edge: origins down: static");
		this.cloud.drill("Edge", "origin-up", "");
		assertThat(status("/static/not-cached")).isEqualTo(404);
		this.cloud.drill("Edge", "slow", "300");
		long begin = System.nanoTime();
		get("/");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		this.cloud.drill("Edge", "slow", "0");
		this.cloud.drill("Edge", "purge", "");
		assertThat(cache(edge(), path)).isEqualTo("Miss from cloudfront");
	}

	@Test
	void aPathNamesTheOriginThatADrillBreaks() throws Exception {
		this.cloud.drill("Edge", "origin-down", "/static/any");

		assertThat(this.cloud.conditions()).contains("Edge: origins down: static");
		assertThat(get("/").body()).isEqualTo("balanced");
		this.cloud.drill("Edge", "origin-up", "/static/other");
		assertThat(this.cloud.conditions()).noneMatch((condition) -> condition.startsWith("Edge"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cloud.drill("Edge", "origin-down", "nowhere"))
			.withMessage(
					"There is no origin nowhere. Give a path such as /api/, or one of: balancer, photos, static, unsigned");
	}

	@Test
	void purgesOnePath() throws Exception {
		String one = "/static/" + this.objects.incrementAndGet() + ".css";
		String other = "/static/" + this.objects.incrementAndGet() + ".css";
		for (String path : List.of(one, other)) {
			put("edge-static", path.substring(1), "style");
			get(path);
		}

		this.cloud.drill("Edge", "purge", one);

		assertThat(cache(edge(), one)).isEqualTo("Miss from cloudfront");
		assertThat(cache(edge(), other)).isEqualTo("Hit from cloudfront");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cloud.drill("Edge", "purge", "style.css"))
			.withMessage("purge needs a path such as /photos/*, not 'style.css'");
	}

	@Test
	void anUpdateOfAPolicyChangesAnswersAndKeepsTheCache() throws Exception {
		String path = "/static/" + this.objects.incrementAndGet() + ".html";
		put("edge-static", path.substring(1), "page");
		get(path);
		URI before = edge();
		updated("\"Value\":\"one\"", "\"Value\":\"two\"", () -> {
			assertThat(edge()).isEqualTo(before);
			HttpResponse<String> answer = get(path);
			assertThat(answer.headers().firstValue("X-Edge")).contains("two");
			assertThat(answer.headers().firstValue("X-Cache")).contains("Hit from cloudfront");
		});
		assertThat(get(path).headers().firstValue("X-Edge")).contains("one");
	}

	@Test
	void anUpdateOfABucketPolicyOpensAndClosesTheBucket() throws Exception {
		put("edge-photos", "photos/updated.jpg", "photo");
		updated("arn:aws:s3:::edge-photos/*", "arn:aws:s3:::edge-photos/public/*",
				() -> assertThat(status("/photos/updated.jpg")).isEqualTo(403));
		assertThat(status("/photos/updated.jpg")).isEqualTo(200);
	}

	@Test
	void withoutARuleForItTheEdgeDoesNotReachTheLoadBalancer() throws Exception {
		updated("pl-3b927c52", "pl-unknown", () -> {
			assertThat(status("/")).isEqualTo(504);
			assertThat(this.events.since(0)).filteredOn((event) -> event.kind() == Event.Kind.REFUSED)
				.extracting(Event::message)
				.anyMatch((message) -> message.startsWith("Inside may not connect to Balancer: no ingress rule of "
						+ "FrontGroup lets CloudFront in on port 80"));
		});
		assertThat(status("/")).isEqualTo(200);
	}

	/** Changes the template for a while. */
	private void updated(String old, String other, Check check) throws Exception {
		this.cloud.update(
				assembly(JsonMapper.shared().readValue(template().toString().replace(old, other), ObjectNode.class)),
				List.of());
		try {
			check.run();
		}
		finally {
			this.cloud.update(assembly(template()), List.of());
		}
	}

	private Distribution distribution() {
		return this.cloud.standIns(Distribution.class).get(0);
	}

	private URI edge() {
		return distribution().edges().get(0);
	}

	private HttpResponse<String> get(String path) throws Exception {
		return this.client.send(HttpRequest.newBuilder(edge().resolve(path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private String cache(URI edge, String path) throws Exception {
		return this.client
			.send(HttpRequest.newBuilder(edge.resolve(path)).build(), HttpResponse.BodyHandlers.discarding())
			.headers()
			.firstValue("X-Cache")
			.orElseThrow();
	}

	private int status(String path) throws IOException {
		return ((HttpURLConnection) URI.create(edge() + path).toURL().openConnection()).getResponseCode();
	}

	private void put(String bucket, String key, String content) {
		this.localStack.s3()
			.putObject((request) -> request.bucket(bucket).key(key).contentType("text/plain"),
					RequestBody.fromString(content));
	}

	private static ObjectNode template() {
		String read = STATEMENT.formatted("s3:GetObject", "%s/*");
		String list = STATEMENT.formatted("s3:ListBucket", "%s");
		return JsonMapper.shared()
			.readValue(RESOURCES.formatted(read.formatted("photos"),
					read.formatted("static") + ", " + list.formatted("static")), ObjectNode.class);
	}

	private static Assembly assembly(ObjectNode json) {
		List<Resource> resources = json.path("Resources")
			.properties()
			.stream()
			.map((entry) -> new Resource(entry.getKey(), entry.getValue().path("Type").asString(),
					"Edged/" + entry.getKey(), entry.getValue()))
			.toList();
		return new Assembly(Path.of("."), List.of(new StackTemplate("Edged", Path.of("t.json"), json, resources)));
	}

	/** What must hold while the template is changed. */
	@FunctionalInterface
	private interface Check {

		void run() throws Exception;

	}

}

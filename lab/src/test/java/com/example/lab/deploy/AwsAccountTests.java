package com.example.lab.deploy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.example.lab.network.LocalHttpServer;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.stage.WorkshopException;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AwsAccountTests {

	private static final Map<String, String> KEYS = Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
			"AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AWS_REGION", "eu-central-1",
			"AWS_EC2_METADATA_DISABLED", "true");

	@ParameterizedTest
	@ValueSource(strings = { "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_CLOUDFORMATION" })
	void noAccountWhileAVariableNamesAnEndpoint(String name) {
		refuses(settings(with(name, "http://127.0.0.1:4566"), "", null, null),
				name + " is set, so calls would not go to AWS. Unset it (unset " + name + ")");
	}

	@Test
	void anEmptyVariableNamesNoEndpoint() {
		try (AwsAccount account = account(settings(with("AWS_ENDPOINT_URL", ""), "", null, null))) {
			assertThat(account.isReal()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "endpoint_url = http://127.0.0.1:4566", "services = local" })
	void noAccountWhileTheProfileNamesAnEndpoint(String line) {
		refuses(settings(KEYS, "[profile lab]\n%s\n[services local]\ns3 =\n  endpoint_url = http://x".formatted(line),
				"lab", null), "Profile lab has " + line.replaceAll(" .*", ""));
	}

	@Test
	void noAccountWithTheKeysOfTheLab() {
		refuses(settings(with("AWS_ACCESS_KEY_ID", "test"), "", null, null),
				"The access key \"test\" is not an AWS key");
		refuses(settings(KEYS, "[profile lab]\naws_access_key_id = test\naws_secret_access_key = test", "lab", null),
				"The access key \"test\" is not an AWS key");
	}

	@Test
	void explainsHowToGetCredentials() {
		refuses(settings(KEYS, "", "missing", null), "There are no AWS credentials for profile missing. Set them up");
	}

	@Test
	void aRegionIsNeverGuessed() {
		Map<String, String> environment = new LinkedHashMap<>(KEYS);
		environment.remove("AWS_REGION");
		refuses(settings(environment, "", null, null), "No Region is set. Pass --region");
		refuses(settings(KEYS, "", null, "mars-1"), "There is no Region mars-1. Regions: af-south-1");
	}

	@ParameterizedTest
	@CsvSource({ "us-east-1,us-east-1", ",eu-central-1" })
	void theRegionAskedForComesFirst(@Nullable String asked, String taken) {
		try (AwsAccount account = account(settings(KEYS, "[default]\nregion = ap-northeast-2", null, asked))) {
			assertThat(account.region()).isEqualTo(taken);
		}
	}

	@Test
	void theProfileAskedForComesBeforeTheVariables() {
		String profile = "[profile sandbox]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\naws_session_token = t";
		Map<String, String> environment = environment(settings(KEYS, profile, "sandbox", null));

		assertThat(environment).containsEntry("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
			.containsEntry("AWS_SESSION_TOKEN", "t");
	}

	@Test
	void aProgramGetsWhatWasCheckedAndNothingThatLeadsElsewhere(@TempDir Path temporary) throws IOException {
		Map<String, String> inherited = new LinkedHashMap<>(KEYS);
		inherited.putAll(Map.of("AWS_PROFILE", "other", "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/other",
				"LOCALSTACK_ENDPOINT", "http://127.0.0.1:4566", "AWS_CA_BUNDLE", "ca.pem", "HTTPS_PROXY",
				"http://proxy"));
		String log;
		try (Processes processes = new Processes(temporary.resolve("logs"))) {
			OwnedProcess program = processes.startIsolated("program",
					List.of("node", "-e", "console.log(JSON.stringify(process.env))"),
					environment(settings(inherited, "", null, "us-east-1")), temporary);
			assertThat(program.exit().join()).isZero();
			log = Files.readString(program.log());
		}

		assertThat(log)
			.contains("\"AWS_ACCESS_KEY_ID\":\"AKIAIOSFODNN7EXAMPLE\"", "\"AWS_REGION\":\"us-east-1\"",
					"\"AWS_DEFAULT_REGION\":\"us-east-1\"", "\"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS\":\"true\"",
					"\"AWS_CA_BUNDLE\":\"ca.pem\"", "\"HTTPS_PROXY\"")
			.doesNotContain("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_ROLE_ARN", "LOCALSTACK");
	}

	@Test
	void clientsOfARealAccountGoToAws() {
		try (AwsAccount account = account(settings(KEYS, "", null, null));
				StsClient client = account.client(StsClient.builder())) {
			assertThat(client.serviceClientConfiguration().endpointOverride()).isEmpty();
			assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.EU_CENTRAL_1);
		}
	}

	@Test
	void acceptsOnlyLocalEndpointsInPlaceOfAnAccount() {
		assertThatExceptionOfType(WorkshopException.class)
			.isThrownBy(() -> AwsAccount.onThisComputer(URI.create("https://sts.us-east-1.amazonaws.com")))
			.withMessageContaining("is not on this computer");
	}

	@Test
	void returnsTheIdentity() {
		assertThat(identity((exchange) -> answer(exchange, 200, caller("arn:aws:iam::111122223333:user/me"))))
			.isEqualTo(new Identity("111122223333", "arn:aws:iam::111122223333:user/me"));
	}

	@Test
	void refusesTheKeysOfRoot() {
		refusesToCall("keys of the root user of account 111122223333",
				(exchange) -> answer(exchange, 200, caller("arn:aws:iam::111122223333:root")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "ExpiredToken;the credentials have expired. Sign in again",
					"InvalidClientTokenId;it does not recognise these credentials",
					"AccessDenied;these credentials lack the permission. Use a role" })
	void explainsARefusalOfAws(String code, String advice) {
		refusesToCall(advice, (exchange) -> answer(exchange, 403, error(code)));
	}

	@Test
	void distinguishesADisabledRegionFromWrongKeys() {
		refusesToCall("Region ap-east-1 is not enabled in this account", (exchange) -> {
			boolean here = exchange.getRequestHeaders().getFirst("Authorization").contains("/ap-east-1/");
			answer(exchange, here ? 403 : 200,
					here ? error("InvalidClientTokenId") : caller("arn:aws:iam::111122223333:user/me"));
		});
	}

	@Test
	void reportsALostNetworkAndWhatContinues() {
		refusesToCall("The network was lost while asking who these credentials are", HttpExchange::close);
	}

	private static void refuses(AwsSettings settings, String message) {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> AwsAccount.of(settings))
			.withMessageContaining(message);
	}

	private static void refusesToCall(String message, LocalHttpServer.Handler handler) {
		assertThatExceptionOfType(WorkshopException.class).isThrownBy(() -> identity(handler))
			.withMessageContaining(message);
	}

	private static Identity identity(LocalHttpServer.Handler handler) {
		try (LocalHttpServer server = new LocalHttpServer("sts", "/", handler);
				AwsAccount account = AwsAccount.onThisComputer(
						URI.create("http://127.0.0.1:" + server.address().getPort()), Region.of("ap-east-1"))) {
			return Identity.of(account);
		}
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	private static String caller(String arn) {
		return "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>%s</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
			.formatted(arn);
	}

	private static String error(String code) {
		return "<ErrorResponse><Error><Code>%s</Code><Message>no</Message></Error></ErrorResponse>".formatted(code);
	}

	private static Map<String, String> with(String name, String value) {
		Map<String, String> environment = new LinkedHashMap<>(KEYS);
		environment.put(name, value);
		return environment;
	}

	private static AwsSettings settings(Map<String, String> environment, String config, @Nullable String profile,
			@Nullable String region) {
		ProfileFile profiles = ProfileFile.builder()
			.content(new ByteArrayInputStream(config.getBytes(StandardCharsets.UTF_8)))
			.type(ProfileFile.Type.CONFIGURATION)
			.build();
		return new AwsSettings(environment, profiles, profile, region);
	}

	private static AwsAccount account(AwsSettings settings) {
		return AwsAccount.of(settings);
	}

	private static Map<String, String> environment(AwsSettings settings) {
		try (AwsAccount account = account(settings)) {
			return account.environment();
		}
	}

}

package com.example.postcards.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.example.contract.Postcards;
import com.example.lab.aws.elasticache.ServerlessCache;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The passwords of the database are in their secrets and nowhere else, and what users
 * sign in with is neither in the cache nor in their cookies.
 */
@Stage
@Isolated
class SecretTests {

	/** The template, and what this run writes: disks, logs, data. */
	private static final List<Path> EVERYWHERE = List.of(Path.of("../infra/target"), Path.of("target/lab"));

	/** A token of Cognito begins with a header in JSON, in Base64. */
	private static final String TOKEN = "eyJ[A-Za-z0-9_-]+\\.";

	@ParameterizedTest
	@ValueSource(strings = { "secret", "master-secret" })
	void thePasswordIsInNoTemplateNoEnvironmentAndNoLog(String name, LocalCloud cloud) {
		Postcards.member(cloud.url()).post("Logged");
		SecretsManagerClient secrets = cloud.localStack().client(SecretsManagerClient.builder());
		String arn = cloud.localStack()
			.ssm()
			.getParameter((request) -> request.name("/Postcards/postcards.database." + name))
			.parameter()
			.value();
		String password = JsonMapper.shared()
			.readTree(secrets.getSecretValue((request) -> request.secretId(arn)).secretString())
			.path("password")
			.asString();
		assertThat(password).hasSizeGreaterThan(20);

		assertThat(filesWith(password)).isEmpty();
		assertThat(filesWith("postcards.service")).as("files that are looked at").isNotEmpty();
		assertThat(processesWith(password)).isEmpty();
		assertThat(new Postcards(cloud.url()).send("GET", "/actuator/env").status()).isNotEqualTo(200);
	}

	@Test
	void cacheAndCookiesHoldNoPasswordAndNoToken(LocalCloud cloud) throws IOException {
		Postcards member = Postcards.member(cloud.url());
		String handle = member.me().handle();
		member.post("Cached");
		member.profile(handle);

		String cached = cached(cloud.standIns(ServerlessCache.class).get(0));
		assertThat(cached).contains(handle, "profile:")
			.doesNotContain(Postcards.PASSWORD, DatabaseSecret.ofApplication(cloud).password(),
					DatabaseSecret.ofMaster(cloud).password())
			.doesNotContainPattern(TOKEN);

		String session = new String(Base64.getDecoder().decode(member.cookie("SESSION")), StandardCharsets.UTF_8);
		assertThat(UUID.fromString(session)).hasToString(session);
		assertThat(UUID.fromString(String.valueOf(member.cookie("XSRF-TOKEN")))).isNotNull();
		assertThat(member.cookies().split("; ")).hasSize(2);
	}

	/**
	 * All keys of the cache with their values.
	 */
	private static String cached(ServerlessCache cache) throws IOException {
		StringBuilder all = new StringBuilder();
		for (String key : cache.run("KEYS", "*").split("\n")) {
			String type = cache.run("TYPE", key);
			assertThat(type).as(key).isIn("hash", "string", "none");
			all.append(key).append('\n');
			if (!type.equals("none")) {
				all.append(cache.run(type.equals("hash") ? "HGETALL" : "GET", key)).append('\n');
			}
		}
		return all.toString();
	}

	private static List<Path> filesWith(String text) {
		return EVERYWHERE.stream().flatMap(SecretTests::files).filter((file) -> read(file).contains(text)).toList();
	}

	private static Stream<Path> files(Path folder) {
		try {
			return Files.walk(folder).filter(Files::isRegularFile).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Where the system shows them, as Linux does.
	 */
	private static List<Path> processesWith(String text) {
		return ProcessHandle.current()
			.descendants()
			.map((process) -> Path.of("/proc", Long.toString(process.pid()), "environ"))
			.filter((file) -> read(file).contains(text))
			.toList();
	}

	private static String read(Path file) {
		try {
			return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			// Gone meanwhile.
			return "";
		}
	}

}

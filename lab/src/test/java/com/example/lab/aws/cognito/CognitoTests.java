package com.example.lab.aws.cognito;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CognitoIdentityProviderException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SchemaAttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotConfirmedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CognitoTests {

	private static final String PASSWORD = "correct horse battery";

	private static Path temporary;

	private static Processes processes;

	private static Cloud cloud;

	@BeforeAll
	static void start(@TempDir Path folder) throws Exception {
		temporary = folder;
		processes = new Processes(temporary.resolve("logs"));
		cloud = new Cloud("one");
		cloud.start();
	}

	@AfterAll
	static void end() {
		processes.close();
	}

	@Test
	void theIdsOfTheTemplateAreThoseOfTheService() {
		UserPoolType pool = cloud.cognito()
			.describeUserPool((request) -> request.userPoolId(cloud.pool.ref()))
			.userPool();
		UserPoolClientType client = cloud.cognito()
			.describeUserPoolClient(
					(request) -> request.userPoolId(cloud.pool.ref()).clientId(cloud.client.attribute("ClientId")))
			.userPoolClient();

		assertThat(pool.id()).isEqualTo(cloud.pool.attribute("UserPoolId")).matches("us-east-1_[A-Za-z0-9]{9}");
		assertThat(pool.arn()).isEqualTo(cloud.pool.attribute("Arn"));
		assertThat(pool.name()).isEqualTo("people");
		assertThat(pool.schemaAttributes()).extracting(SchemaAttributeType::name)
			.contains("email", "custom:handle")
			.hasSize(21);
		assertThat(client.clientId()).isEqualTo(cloud.client.ref()).matches("[a-z0-9]{26}");
		assertThat(client.accessTokenValidity()).isEqualTo(5);
	}

	@Test
	void usersSignUpAndInAfterTheirConfirmation() {
		signUp(cloud, "ann@example.com");

		assertThatExceptionOfType(UserNotConfirmedException.class)
			.isThrownBy(() -> signIn(cloud, "ann@example.com", PASSWORD));
		confirm(cloud, "ann@example.com");

		assertThat(signIn(cloud, "ann@example.com", PASSWORD).accessToken()).isNotEmpty();
		assertThatExceptionOfType(InvalidPasswordException.class)
			.isThrownBy(() -> signIn(cloud, "ann@example.com", "wrong"));
	}

	@Test
	void aTokenIsVerifiedByTheKeyThatItsIssuerPublishes() throws Exception {
		signUp(cloud, "bob@example.com");
		confirm(cloud, "bob@example.com");

		AuthenticationResultType tokens = signIn(cloud, "bob@example.com", PASSWORD);
		JsonNode access = claims(tokens.accessToken());
		JsonNode id = claims(tokens.idToken());

		String issuer = cloud.pool.attribute("ProviderURL");
		JsonNode configuration = get(issuer + "/.well-known/openid-configuration");
		assertThat(configuration.path("issuer").asString()).isEqualTo(issuer);
		PublicKey key = key(get(configuration.path("jwks_uri").asString()));
		assertThat(verifies(tokens.accessToken(), key)).isTrue();
		assertThat(verifies(tokens.idToken(), key)).isTrue();
		assertThat(verifies(tokens.accessToken().replace("ey", "eZ"), key)).isFalse();
		assertThat(access.path("iss").asString()).isEqualTo(id.path("iss").asString())
			.isEqualTo(issuer)
			.isEqualTo("http://" + cloud.pool.attribute("ProviderName"));
		assertThat(access.path("client_id").asString()).isEqualTo(cloud.client.ref());
		assertThat(access.path("token_use").asString()).isEqualTo("access");
		assertThat(access.path("exp").asLong() - access.path("iat").asLong()).isEqualTo(5 * 60);
		assertThat(id.path("aud").asString()).isEqualTo(cloud.client.ref());
		assertThat(id.path("exp").asLong() - id.path("iat").asLong()).isEqualTo(60 * 60);
	}

	@Test
	void copiesTheUsersOfAnotherPool() throws Exception {
		signUp(cloud, "ivy@example.com");
		confirm(cloud, "ivy@example.com");
		Cloud next = new Cloud("next");
		next.start();
		signUp(next, "joe@example.com");
		confirm(next, "joe@example.com");

		next.drill("adopt", String.valueOf(cloud.pool.access().get("USERS_FILE")));

		String before = claims(signIn(cloud, "ivy@example.com", PASSWORD).idToken()).path("sub").asString();
		String after = claims(signIn(next, "ivy@example.com", PASSWORD).idToken()).path("sub").asString();
		assertThat(after).isNotEmpty().isEqualTo(before);
		assertThat(signIn(next, "joe@example.com", PASSWORD).idToken()).isNotEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> next.drill("adopt", "nowhere.json"))
			.withMessageContaining("'nowhere.json' is not the file of a pool");
	}

	@Test
	void aClosedPoolRefusesSignUpAndKeepsItsUsers() throws Exception {
		Cloud other = new Cloud("closed");
		other.start();
		signUp(other, "kay@example.com");
		confirm(other, "kay@example.com");
		other.pool.update(json("{\"AdminCreateUserConfig\": {\"AllowAdminCreateUserOnly\": true}}"));

		assertThatExceptionOfType(NotAuthorizedException.class).isThrownBy(() -> signUp(other, "lee@example.com"))
			.withMessageContaining("SignUp is not permitted for this user pool");
		assertThat(signIn(other, "kay@example.com", PASSWORD).accessToken()).isNotEmpty();
		other.close();
	}

	@Test
	void aFlowThatTheClientDoesNotHaveIsRefused() {
		signUp(cloud, "max@example.com");
		confirm(cloud, "max@example.com");

		assertThatExceptionOfType(InvalidParameterException.class)
			.isThrownBy(() -> cloud.cognito()
				.adminInitiateAuth((request) -> request.userPoolId(cloud.pool.ref())
					.clientId(cloud.client.ref())
					.authFlow(AuthFlowType.ADMIN_USER_PASSWORD_AUTH)
					.authParameters(Map.of("USERNAME", "max@example.com", "PASSWORD", PASSWORD))))
			.withMessageContaining("ADMIN_USER_PASSWORD_AUTH flow not enabled for this client");
	}

	@Test
	void otherServersLearnTheAddress() {
		assertThat(cloud.lab.environment())
			.containsExactly(Map.entry("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", cloud.pool.address()));
	}

	@Test
	void warnsOfWhatHasNoEffect() {
		assertThat(cloud.events.since(0)).filteredOn((event) -> event.kind() == Event.Kind.WARNING)
			.extracting(Event::message)
			.containsExactly("Cognito enforces Policies; cognito-local does not");
		signUp(cloud, "weak@example.com", "x");
	}

	@Test
	void keepsPasswordsOutOfItsLog() throws Exception {
		signUp(cloud, "eve@example.com");
		assertThatExceptionOfType(CognitoIdentityProviderException.class)
			.isThrownBy(() -> signIn(cloud, "eve@example.com", "not the password"));

		assertThat(Files.readString(temporary.resolve("logs/cognito-local.log"))).contains("InitiateAuth")
			.doesNotContain(PASSWORD, "not the password");
	}

	@Test
	void refusesSignInWhileStoppedAndKeepsAllUsers() throws Exception {
		Cloud other = new Cloud("stopped");
		other.start();
		signUp(other, "cat@example.com");
		confirm(other, "cat@example.com");

		other.drill("stop", "");
		assertThatException().isThrownBy(() -> signIn(other, "cat@example.com", PASSWORD))
			.havingRootCause()
			.isInstanceOf(IOException.class);
		other.drill("start", "");

		assertThat(signIn(other, "cat@example.com", PASSWORD).accessToken()).isNotEmpty();
		assertThat(other.events.since(0)).extracting(Event::kind)
			.containsSubsequence(Event.Kind.STARTED, Event.Kind.HEALTHY, Event.Kind.STOPPED, Event.Kind.STARTED,
					Event.Kind.HEALTHY)
			.doesNotContain(Event.Kind.DIED);
		other.close();
	}

	@Test
	@Timeout(60)
	void reportsAKilledProcessAndKeepsAllUsers() throws Exception {
		Cloud other = new Cloud("killed");
		other.start();
		AtomicInteger signedUp = new AtomicInteger();
		ExecutorService people = Executors.newFixedThreadPool(8);
		for (int person = 0; person < 8; person++) {
			people.submit(() -> {
				while (true) {
					signUp(other, UUID.randomUUID() + "@example.com");
					signedUp.incrementAndGet();
				}
			});
		}
		long position = other.events.position();

		Path file = temporary.resolve("killed/cognito-local/.cognito/db/" + other.pool.ref() + ".json");
		while (signedUp.get() < 100) {
			int acknowledged = signedUp.get();
			assertThat(json(Files.readString(file)).path("Users").size()).isGreaterThanOrEqualTo(acknowledged);
		}
		other.process().kill();
		people.shutdown();

		other.events.await(position, (event) -> event.kind() == Event.Kind.DIED, Duration.ofSeconds(10));
		assertThat(people.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		other.drill("start", "");
		assertThat(other.cognito().listUsers((request) -> request.userPoolId(other.pool.ref())).users())
			.hasSizeGreaterThanOrEqualTo(signedUp.get());
		other.close();
	}

	@Test
	void whenItIsSlowEachCallTakesLonger() throws Exception {
		cloud.drill("slow", "300");
		long begin = System.nanoTime();
		signUp(cloud, "gus@example.com");
		cloud.drill("slow", "0");

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		assertThatIllegalArgumentException().isThrownBy(() -> cloud.drill("slow", "a lot"))
			.withMessage("slow needs a number of milliseconds, not 'a lot'");
	}

	@Test
	void isolatesCloudsAndPools() throws Exception {
		Cloud other = new Cloud("other");
		UserPool second = other.add("Second", new UserPool(resource("Second", "{}"), other.lab));
		other.start();
		second.start(json("{}"));
		signUp(other, "dan@example.com");
		confirm(other, "dan@example.com");
		OwnedProcess process = other.process();

		assertThatExceptionOfType(CognitoIdentityProviderException.class)
			.isThrownBy(() -> signIn(cloud, "dan@example.com", PASSWORD))
			.matches((ex) -> ex.awsErrorDetails().errorCode().equals("NotAuthorizedException"));
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> cloud.cognito().describeUserPool((request) -> request.userPoolId(other.pool.ref())));
		assertThat(second.address()).isEqualTo(other.pool.address());
		assertThat(other.cognito().listUsers((request) -> request.userPoolId(second.ref())).users()).isEmpty();
		assertThat(claims(signIn(other, "dan@example.com", PASSWORD).accessToken()).path("iss").asString())
			.isNotEqualTo(cloud.pool.attribute("ProviderURL"));

		other.close();
		second.close();
		assertThat(process.alive()).isFalse();
		signUp(cloud, "dan@example.com");
	}

	@Test
	void refusesAClientWithASecret() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new UserPoolClient(resource("Client", "{\"GenerateSecret\": true}"), cloud.lab))
			.withMessageStartingWith("Stack/Client has a secret");
	}

	@Test
	void refusesAnAttributeThatItDoesNotHave() {
		assertThatIllegalArgumentException().isThrownBy(() -> cloud.pool.attribute("Domain"))
			.withMessage("Stack/Pool has no Domain here");
		assertThatIllegalArgumentException().isThrownBy(() -> cloud.client.attribute("ClientSecret"))
			.withMessage("Stack/Client has no ClientSecret here");
	}

	private static void signUp(Cloud cloud, String email) {
		signUp(cloud, email, PASSWORD);
	}

	private static void signUp(Cloud cloud, String email, String password) {
		cloud.cognito()
			.signUp((request) -> request.clientId(cloud.client.ref())
				.username(email)
				.password(password)
				.userAttributes((attribute) -> attribute.name("email").value(email)));
	}

	private static void confirm(Cloud cloud, String email) {
		cloud.cognito().adminConfirmSignUp((request) -> request.userPoolId(cloud.pool.ref()).username(email));
	}

	private static AuthenticationResultType signIn(Cloud cloud, String email, String password) {
		return cloud.cognito()
			.initiateAuth((request) -> request.clientId(cloud.client.ref())
				.authFlow(AuthFlowType.USER_PASSWORD_AUTH)
				.authParameters(Map.of("USERNAME", email, "PASSWORD", password)))
			.authenticationResult();
	}

	private static JsonNode claims(String token) {
		return json(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
	}

	private static PublicKey key(JsonNode jwks) throws Exception {
		JsonNode key = jwks.path("keys").path(0);
		return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
	}

	private static BigInteger number(JsonNode key, String name) {
		return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(name).asString()));
	}

	private static boolean verifies(String token, PublicKey key) throws Exception {
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initVerify(key);
		signature.update(token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
		return signature.verify(Base64.getUrlDecoder().decode(token.split("\\.")[2]));
	}

	private static JsonNode get(String address) throws Exception {
		return json(HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
			.body());
	}

	private static Resource resource(String id, String properties) {
		return new Resource(id, "AWS::Cognito::UserPool", "Stack/" + id,
				JsonMapper.shared().createObjectNode().set("Properties", json(properties)));
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

	/** A pool and a client, as a template has them. */
	private static final class Cloud {

		private final Events events = new Events();

		private final LabContext lab;

		private final UserPool pool;

		private final UserPoolClient client;

		private Cloud(String name) {
			this.lab = new LabContext(temporary.resolve(name), Path.of("target/cache"), processes, this.events,
					new LabClock(1), Map.of(), true);
			// The client comes first, as it may in a template.
			this.client = add("Client",
					new UserPoolClient(resource("Client", "{\"UserPoolId\": {\"Ref\": \"Pool\"}}"), this.lab));
			this.pool = add("Pool", new UserPool(resource("Pool", "{}"), this.lab));
		}

		private <T extends StandIn> T add(String id, T standIn) {
			this.lab.add(id, standIn);
			return standIn;
		}

		private void start() throws Exception {
			this.pool.start(json("""
					{"UserPoolName": "people", "UsernameAttributes": ["email"],
						"Policies": {"PasswordPolicy": {"MinimumLength": 12}},
						"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": false},
						"Schema": [{"Name": "email", "Required": true}, {"Name": "handle"}]}"""));
			this.client.start(json("""
					{"UserPoolId": "%s", "AccessTokenValidity": 5, "TokenValidityUnits": {"AccessToken": "minutes"},
						"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]}""".formatted(this.pool.ref())));
		}

		private OwnedProcess process() {
			Event started = this.events.since(0)
				.stream()
				.filter((event) -> event.kind() == Event.Kind.STARTED)
				.reduce((earlier, later) -> later)
				.orElseThrow();
			return processes.running()
				.stream()
				.filter((process) -> started.message().equals("process " + process.pid()))
				.findFirst()
				.orElseThrow();
		}

		private CognitoIdentityProviderClient cognito() {
			return this.pool.service().client();
		}

		private void drill(String name, String argument) throws Exception {
			this.pool.drills()
				.stream()
				.filter((drill) -> drill.name().equals(name))
				.findFirst()
				.orElseThrow()
				.action()
				.run(argument);
		}

		private void close() {
			this.pool.close();
			this.client.close();
		}

	}

}

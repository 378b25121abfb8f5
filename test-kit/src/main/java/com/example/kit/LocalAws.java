package com.example.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.VerifiedAttributeType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * What the application finds on AWS, for all tests of a run: a real user pool of
 * cognito-local, the parameters and secrets of {@value #FILE} on the class path of the
 * tests, {@link LocalS3}, {@link LocalCloudFront} and, if the parameters name a table, a
 * real one of DynamoDB Local. Properties {@code parameter.NAME} are parameters below
 * {@value #PATH}, properties {@code secret.ID} are secrets with a user and a password,
 * separated by a blank. The SDK is led here by system properties, before the application
 * reads its first setting.
 */
public final class LocalAws implements EnvironmentPostProcessor, Ordered {

	/** Where the parameters are. */
	public static final String PATH = "/Postcards/";

	private static final String FILE = "local-aws.properties";

	/** What the user pool mails to verify an address. */
	public static final String CODE = "123456";

	private static final Map<String, String> parameters = new ConcurrentHashMap<>();

	private static final Map<String, String> secrets = new ConcurrentHashMap<>();

	private static boolean started;

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		start();
	}

	/**
	 * Starts it, for tests without the application.
	 */
	public static synchronized void start() {
		if (started) {
			return;
		}
		try {
			System.setProperty("POSTCARDS_PARAMETERS", PATH);
			System.setProperty("aws.region", "us-east-1");
			System.setProperty("aws.accessKeyId", "test");
			System.setProperty("aws.secretAccessKey", "test");
			System.setProperty("aws.endpointUrl", startParametersAndSecrets());
			readParametersAndSecrets();
			System.setProperty("aws.endpointUrlS3", LocalS3.start());
			System.setProperty("aws.endpointUrlCloudFront", LocalCloudFront.start());
			String table = parameters.get("postcards.likes.table");
			if (table != null) {
				System.setProperty("aws.endpointUrlDynamoDb", LocalDynamoDb.start(table));
			}
			startUserPool();
			started = true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sets user and password in a secret. Other secrets may not be read.
	 */
	public static void putSecret(String id, String user, String password) {
		secrets.put(id, JsonMapper.shared().writeValueAsString(Map.of("username", user, "password", password)));
	}

	private static void readParametersAndSecrets() throws IOException {
		Properties properties = PropertiesLoaderUtils.loadProperties(new ClassPathResource(FILE));
		properties.forEach((name, value) -> {
			String[] key = name.toString().split("\\.", 2);
			if (key[0].equals("valkey")) {
				parameters.put("spring.data.redis.cluster.nodes", EmbeddedValkey.start().nodes());
			}
			else if (key[0].equals("secret")) {
				String[] user = value.toString().split(" ", 2);
				putSecret(key[1], user[0], user[1]);
			}
			else {
				parameters.put(key[1], value.toString());
			}
		});
	}

	private static String startParametersAndSecrets() throws IOException {
		return serve(LocalAws::answer);
	}

	/**
	 * Serves until the process ends.
	 * @return the address
	 */
	static String serve(HttpHandler handler) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			try (exchange) {
				handler.handle(exchange);
			}
		});
		Thread thread = new Thread(server::start);
		thread.setDaemon(true);
		thread.start();
		return "http://127.0.0.1:" + server.getAddress().getPort();
	}

	private static void answer(HttpExchange exchange) throws IOException {
		JsonNode request = JsonMapper.shared().readTree(exchange.getRequestBody());
		switch (String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
			case "AmazonSSM.GetParametersByPath" -> {
				String path = request.get("Path").asString();
				send(exchange, 200, Map.of("Parameters", parameters.entrySet()
					.stream()
					.filter((parameter) -> path.equals(PATH))
					.map((parameter) -> Map.of("Name", path + parameter.getKey(), "Value", parameter.getValue()))
					.toList()));
			}
			case "secretsmanager.GetSecretValue" -> {
				String secret = secrets.get(request.get("SecretId").asString());
				if (secret == null) {
					send(exchange, 400, Map.of("__type", "AccessDeniedException", "Message",
							"User is not authorized to perform: secretsmanager:GetSecretValue"));
				}
				else {
					send(exchange, 200, Map.of("SecretString", secret));
				}
			}
			default -> send(exchange, 400, Map.of("__type", "UnknownOperationException"));
		}
	}

	private static void send(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
		byte[] json = JsonMapper.shared().writeValueAsBytes(body);
		exchange.sendResponseHeaders(status, json.length);
		exchange.getResponseBody().write(json);
	}

	private static void startUserPool() throws IOException {
		int port = freePort();
		Path program = built("test-kit/target/cognito-local/start.js");
		if (!Files.exists(program.resolveSibling("node_modules"))) {
			throw new IllegalStateException("cognito-local is not installed. Build the module test-kit first.");
		}
		Path directory = Files.createTempDirectory(Path.of("target"), "users");
		// Ends when its standard input does, with this process.
		ProcessBuilder node = new ProcessBuilder("node", "-e",
				"process.stdin.resume().on('end', () => process.exit()); require('%s')".formatted(program));
		String endpoint = "http://127.0.0.1:" + port;
		node.environment()
			.putAll(Map.of("HOST", "127.0.0.1", "PORT", Integer.toString(port), "ISSUER", endpoint, "CODE", CODE));
		node.directory(directory.toFile()).redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
		node.start();
		awaitPort(port);
		System.setProperty("aws.endpointUrlCognitoIdentityProvider", endpoint);
		try (CognitoIdentityProviderClient cognito = CognitoIdentityProviderClient.create()) {
			String pool = cognito
				.createUserPool((request) -> request.poolName("users")
					.usernameAttributes(UsernameAttributeType.EMAIL)
					.autoVerifiedAttributes(VerifiedAttributeType.EMAIL)
					.adminCreateUserConfig((config) -> config.allowAdminCreateUserOnly(true)))
				.userPool()
				.id();
			String client = cognito
				.createUserPoolClient((request) -> request.userPoolId(pool)
					.clientName("postcards")
					.explicitAuthFlows(List.of(ExplicitAuthFlowsType.ALLOW_ADMIN_USER_PASSWORD_AUTH)))
				.userPoolClient()
				.clientId();
			parameters.put("postcards.users.pool", pool);
			parameters.put("postcards.users.client", client);
			parameters.put("postcards.users.issuer", endpoint + "/" + pool);
			parameters.put("postcards.users.verify-email", "false");
		}
	}

	/**
	 * A file that the build of another module makes: tests run in the folders of modules.
	 */
	static Path built(String file) {
		for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
			if (Files.exists(folder.resolve(file))) {
				return folder.resolve(file);
			}
		}
		throw new IllegalStateException(file + " is missing. Build its module first.");
	}

	static void awaitPort(int port) {
		Awaitility.await("port " + port).ignoreExceptions().until(() -> {
			new Socket("127.0.0.1", port).close();
			return true;
		});
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}

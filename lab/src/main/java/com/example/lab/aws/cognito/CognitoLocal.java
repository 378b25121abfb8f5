package com.example.lab.aws.cognito;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.example.lab.event.Event;
import com.example.lab.localstack.AwsClients;
import com.example.lab.network.Ports;
import com.example.lab.network.TcpProxy;
import com.example.lab.npm.NpmPackage;
import com.example.lab.process.OwnedProcess;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The process of cognito-local, one for all user pools of a cloud, behind a proxy whose
 * port stays the same. Its data are JSON files that it reads when it starts: so pools and
 * clients get their ids before it runs. It keeps passwords in clear text there.
 */
final class CognitoLocal implements AutoCloseable {

	/** Where AWS clients look for the service's address. */
	private static final String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER";

	private static final String NAME = "cognito-local";

	private static final Duration START_LIMIT = Duration.ofSeconds(60);

	private static final Duration GRACE = Duration.ofSeconds(5);

	private final LabContext lab;

	private final Path folder;

	private final TcpProxy proxy;

	private final AwsClients clients;

	private volatile int port;

	private volatile @Nullable OwnedProcess process;

	private CognitoLocal(LabContext lab) {
		this.lab = lab;
		this.folder = lab.home().toAbsolutePath().resolve(NAME);
		this.proxy = TcpProxy.open(0, this::listener);
		this.clients = new AwsClients(endpoint());
		lab.environment().put(ENDPOINT_VARIABLE, endpoint().toString());
	}

	/**
	 * The one of a cloud; the first pool reserves its port.
	 */
	static CognitoLocal of(LabContext lab) {
		return lab.shared(CognitoLocal.class, () -> new CognitoLocal(lab));
	}

	URI endpoint() {
		return URI.create("http://127.0.0.1:" + this.proxy.port());
	}

	CognitoIdentityProviderClient client() {
		return this.clients.client(CognitoIdentityProviderClient.builder());
	}

	/**
	 * Adds a pool and its clients and starts the process, or starts it again when another
	 * pool was there first.
	 * @param pool what DescribeUserPool returns
	 * @param clientIds of its clients, which are described by UpdateUserPoolClient later
	 */
	synchronized void add(ObjectNode pool, List<String> clientIds) throws IOException {
		stop();
		String id = pool.path("Id").asString();
		Path data = Files.createDirectories(file(id).getParent());
		ObjectNode config = JsonMapper.shared().createObjectNode();
		config.putObject("TokenConfig").put("IssuerDomain", endpoint().toString());
		write(this.folder.resolve(".cognito/config.json"), config);
		ObjectNode json = JsonMapper.shared().createObjectNode();
		json.putObject("Users");
		json.set("Options", pool);
		write(file(id), json);
		Path file = data.resolve("clients.json");
		ObjectNode all = Files.exists(file) ? (ObjectNode) JsonMapper.shared().readTree(file)
				: JsonMapper.shared().createObjectNode();
		clientIds.forEach((clientId) -> all.withObjectProperty("Clients")
			.putObject(clientId)
			.put("ClientId", clientId)
			.put("UserPoolId", id)
			.put("CreationDate", pool.path("CreationDate").asString()));
		write(file, all);
		start();
	}

	/**
	 * Deletes a pool with its users; the others go on after a moment.
	 */
	synchronized void remove(String id) throws IOException {
		stop();
		Files.deleteIfExists(file(id));
		start();
	}

	/**
	 * Adds a client to a pool that runs already, unless it is known.
	 */
	synchronized void addClient(String pool, String clientId) throws IOException {
		Path file = file(pool).resolveSibling("clients.json");
		ObjectNode all = (ObjectNode) JsonMapper.shared().readTree(file);
		ObjectNode clients = all.withObjectProperty("Clients");
		if (!clients.has(clientId)) {
			stop();
			clients.putObject(clientId)
				.put("ClientId", clientId)
				.put("UserPoolId", pool)
				.put("CreationDate", Instant.now().toString());
			write(file, all);
			start();
		}
	}

	/**
	 * Changes an option of a pool; its users stay. Its own UpdateUserPool forgets all
	 * options that a request leaves out.
	 */
	synchronized void change(String pool, String option, JsonNode value) throws IOException {
		ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(file(pool));
		if (!json.path("Options").path(option).equals(value)) {
			stop();
			json = (ObjectNode) JsonMapper.shared().readTree(file(pool));
			json.withObjectProperty("Options").set(option, value);
			write(file(pool), json);
			start();
		}
	}

	/**
	 * The file of a pool: its description and its users.
	 */
	Path file(String id) {
		return this.folder.resolve(".cognito/db").resolve(id + ".json");
	}

	/**
	 * Adds the users of another pool to a pool, with their ids and passwords.
	 */
	synchronized void adopt(String id, Path other) throws IOException {
		JsonNode users = JsonMapper.shared().readTree(other).path("Users");
		stop();
		ObjectNode pool = (ObjectNode) JsonMapper.shared().readTree(file(id));
		users.forEachEntry(pool.withObjectProperty("Users")::set);
		write(file(id), pool);
		start();
		this.lab.events().publish(Event.Kind.HEALTHY, NAME, "has %d users of another pool".formatted(users.size()));
	}

	synchronized void start() throws IOException {
		OwnedProcess before = this.process;
		if (before != null && before.alive()) {
			throw new IllegalStateException("cognito-local runs already");
		}
		NpmPackage program = new NpmPackage("cognito-local, the stand-in for Cognito", CognitoLocal.class,
				this.lab.cache(), this.lab.processes(), this.lab.events());
		Path modules = program.modules();
		Path script = Files.writeString(this.folder.resolve("start.js"), program.resource("start.js"));
		this.port = Ports.free();
		OwnedProcess started = this.lab.processes()
			.startIsolated(NAME, List.of("node", script.toString()),
					Map.of("NODE_PATH", modules.toString(), "HOST", "127.0.0.1", "PORT", Integer.toString(this.port),
							"ISSUER", endpoint().toString(), "AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE", "1"),
					this.folder);
		this.lab.events().publish(Event.Kind.STARTED, NAME, "process " + started.pid());
		await(started);
		this.process = started;
		this.lab.events().publish(Event.Kind.HEALTHY, NAME, "answers at " + endpoint());
		started.exit().thenRun(() -> {
			if (!started.toldToStop()) {
				this.lab.events().publish(Event.Kind.DIED, NAME, "process " + started.pid());
			}
		});
	}

	synchronized void stop() {
		OwnedProcess running = this.process;
		this.process = null;
		if (running != null && running.alive()) {
			running.stop(GRACE);
			this.lab.events().publish(Event.Kind.STOPPED, NAME, "process " + running.pid());
		}
	}

	void slow(Duration delay) {
		this.proxy.slow(delay);
	}

	@Override
	public void close() {
		this.proxy.close();
		stop();
		this.clients.close();
	}

	private @Nullable InetSocketAddress listener() {
		OwnedProcess running = this.process;
		return (running != null && running.alive()) ? new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port)
				: null;
	}

	/** Its log shows that this process listens, and not another one. */
	private void await(OwnedProcess started) throws IOException {
		long end = System.nanoTime() + START_LIMIT.toNanos();
		String wanted = "Listening on 127.0.0.1:%d\n".formatted(this.port);
		while (!Files.readString(started.log(), StandardCharsets.UTF_8).contains(wanted)) {
			if (!started.alive() || System.nanoTime() > end) {
				throw new IllegalStateException("cognito-local does not listen: " + started.lastLines());
			}
			Ports.pause();
		}
	}

	private static void write(Path file, JsonNode json) throws IOException {
		Files.writeString(file, json.toPrettyString());
	}

}

package com.example.lab.aws.elb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.ec2.SecurityGroups;
import com.example.lab.event.Event;
import com.example.lab.network.Connection;
import com.example.lab.network.TcpProxy;
import com.example.lab.network.Ports;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code AWS::ElasticLoadBalancingV2::Listener}: a port of this computer that follows its
 * rules, if a security group of the load balancer lets anything connect. One of an
 * internal load balancer lets each client in by its own groups. The certificate of HTTPS
 * is the lab's own, for 127.0.0.1 and localhost.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html">Listeners</a>
 */
public final class Listener implements StandIn {

	private static final String HOST = "127.0.0.1";

	private static final String HTTPS = "HTTPS";

	private static final String DEFAULT_ACTIONS = "DefaultActions";

	private static final Set<String> IN_PLACE = Set.of("AlpnPolicy", "Certificates", DEFAULT_ACTIONS,
			"ListenerAttributes", "SslPolicy", "Tags");

	private final Resource resource;

	private final LabContext lab;

	private final int publicPort;

	private final String id = "%016x".formatted(new SecureRandom().nextLong());

	/** Keeps the port until the server has it. */
	private @Nullable ServerSocket reserved;

	/** The port of this computer; 0 while nothing may connect. */
	private volatile int port;

	/** The port that it had before it was closed; 0 for none. */
	private int lastPort;

	private @Nullable HttpServer server;

	/** Decides which clients may connect; null where it is open to the internet. */
	private volatile TcpProxy.@Nullable Target guard;

	private JsonNode properties = JsonMapper.shared().createObjectNode();

	private @Nullable Actions actions;

	private @Nullable Rules rules;

	/**
	 * Reserves a port.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public Listener(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.publicPort = resource.properties()
			.path("Port")
			.asInt(resource.properties().path("Protocol").asString("").equals(HTTPS) ? 443 : 80);
		look();
	}

	/**
	 * Reserves a port if its security groups let anything connect.
	 */
	private void look() {
		Resource balancer = this.lab.template()
			.resources()
			.stream()
			.filter((each) -> belongsTo(each.logicalId()))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"%s has no load balancer in its template".formatted(this.resource.path())));
		SecurityGroups groups = new SecurityGroups(this.lab.template());
		boolean admits = groups.admitsAny(balancer, this.publicPort);
		this.guard = LoadBalancer.facesTheInternet(balancer) ? null
				: groups.guard(balancer, this.publicPort, this.lab, () -> new InetSocketAddress(HOST, this.port));
		if (admits && !open()) {
			reserve(LoadBalancer.facesTheInternet(balancer)
					&& groups.openPorts(balancer).anyMatch((each) -> each == this.publicPort));
		}
		else if (!admits && (open() || this.rules == null)) {
			this.lastPort = this.port;
			this.port = 0;
			this.lab.events()
				.publish(Event.Kind.REFUSED, this.resource.name(),
						"no ingress rule of a security group of %s covers port %d: nothing can connect"
							.formatted(balancer.name(), this.publicPort));
		}
	}

	/**
	 * The ARN holds the full name of the load balancer, which the CDK takes from it.
	 */
	@Override
	public String ref() {
		return this.lab.standIns()
			.values()
			.stream()
			.filter((standIn) -> standIn instanceof LoadBalancer owner && belongsTo(owner.resource().logicalId()))
			.map((owner) -> LoadBalancer.arn(this.lab,
					"listener/%s/%s".formatted(owner.attribute("LoadBalancerFullName"), this.id)))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public String attribute(String name) {
		if (!name.equals("ListenerArn")) {
			throw this.resource.lacks(name);
		}
		return ref();
	}

	@Override
	public String address() {
		return open() ? HOST + ":" + this.port : "closed by its security group";
	}

	@Override
	public void start(JsonNode properties) throws IOException {
		this.properties = properties;
		this.rules = new Rules(defaultAction());
		serve();
	}

	@Override
	public boolean canChange(String property) {
		return IN_PLACE.contains(property);
	}

	@Override
	public void update(JsonNode properties) {
		JsonNode before = this.properties;
		this.properties = properties;
		try {
			running(this.rules).otherwise(defaultAction());
		}
		catch (IllegalArgumentException ex) {
			this.properties = before;
			throw ex;
		}
	}

	@Override
	public void templateChanged() {
		boolean before = open();
		look();
		if (before && !open()) {
			stop();
		}
		else if (!before && open() && this.rules != null) {
			serveWithin();
		}
	}

	/** Serves with what its load balancer says now. */
	void serveAgain() throws IOException {
		if (this.server != null && open()) {
			running(this.rules).otherwise(defaultAction());
			stop();
			serve();
		}
	}

	private void serveWithin() {
		try {
			serve();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void serve() throws IOException {
		if (!open()) {
			return;
		}
		ServerSocket kept = this.reserved;
		if (kept != null) {
			kept.close();
			this.reserved = null;
		}
		HttpHandler action = running(this.rules);
		this.server = Ports.reopen(() -> server(this.port, balancer(), secure(), action));
	}

	private LoadBalancer balancer() {
		return Actions.standIn(this.lab, LoadBalancer.class, this.properties.path("LoadBalancerArn").asString(""));
	}

	private boolean secure() {
		return this.properties.path("Protocol").asString("HTTP").equals(HTTPS);
	}

	private HttpHandler defaultAction() {
		LoadBalancer balancer = balancer();
		boolean secure = secure();
		if (secure && this.properties.path("Certificates").isEmpty()) {
			throw new IllegalArgumentException("An HTTPS listener needs a certificate, on AWS too.");
		}
		if (this.properties.has("MutualAuthentication")) {
			throw new IllegalArgumentException(
					"The lab asks no client for a certificate: take MutualAuthentication out.");
		}
		Attributes.of(this.properties.path("ListenerAttributes"), Map.of());
		Actions known = new Actions(this.lab, balancer, secure);
		HttpHandler action = known.of(DEFAULT_ACTIONS, this.properties.path(DEFAULT_ACTIONS));
		this.actions = known;
		return action;
	}

	/**
	 * Makes what a rule does.
	 * @param property where the actions stand, for errors
	 * @throws IllegalArgumentException if the lab does not do that
	 */
	HttpHandler action(String property, JsonNode described) {
		return running(this.actions).of(property, described);
	}

	/**
	 * Adds a rule.
	 * @return what takes it out again
	 * @throws IllegalArgumentException if another has its priority
	 */
	Runnable add(Rules.Rule rule) {
		Rules all = running(this.rules);
		all.add(rule);
		return () -> all.remove(rule);
	}

	@Override
	public void close() {
		try {
			if (this.reserved != null) {
				this.reserved.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		stop();
	}

	private void stop() {
		if (this.server != null) {
			this.server.stop();
		}
	}

	int publicPort() {
		return this.publicPort;
	}

	/**
	 * Whether anything may connect.
	 */
	boolean open() {
		return this.port != 0;
	}

	/**
	 * The port of this computer.
	 */
	int port() {
		return open() ? this.port : this.publicPort;
	}

	boolean belongsTo(String balancer) {
		return this.resource.properties().path("LoadBalancerArn").path("Ref").asString("").equals(balancer);
	}

	private <T> T running(@Nullable T part) {
		if (part == null) {
			throw new IllegalStateException("%s does not run yet".formatted(this.resource.path()));
		}
		return part;
	}

	/**
	 * The port that was named for the architecture is for clients outside the network.
	 */
	private void reserve(boolean isPublic) {
		int wanted = (this.lastPort != 0) ? this.lastPort : isPublic ? this.lab.wantedPort(this.publicPort) : 0;
		try {
			ServerSocket socket = bind(wanted);
			boolean free = wanted == 0 || wanted == socket.getLocalPort();
			this.lab.events()
				.publish(free ? Event.Kind.RESERVED : Event.Kind.WARNING, this.resource.name(),
						(free ? "port %2$d is 127.0.0.1:%3$d"
								: "port %1$d of this computer is taken, so port %2$d is 127.0.0.1:%3$d")
							.formatted(wanted, this.publicPort, socket.getLocalPort()));
			this.reserved = socket;
			this.port = socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("This computer has no free port on 127.0.0.1", ex);
		}
	}

	private static ServerSocket bind(int wanted) throws IOException {
		try {
			// Not any port: the system gives those to outgoing connections too, in the
			// moment in which the server takes it over.
			return new ServerSocket((wanted != 0) ? wanted : Ports.free(), 1, InetAddress.getByName(HOST));
		}
		catch (IOException taken) {
			return new ServerSocket(Ports.free(), 1, InetAddress.getByName(HOST));
		}
	}

	private HttpServer server(int port, LoadBalancer balancer, boolean secure, HttpHandler action) throws IOException {
		AccessLog log = balancer.accessLog();
		HttpHandler counted = balancer.metrics().around(new RequestChecks(new SizeLimits(action)));
		HttpHandler root = new HttpContinueReadHandler((log != null) ? log.around(counted, secure) : counted);
		return new HttpServer(new InetSocketAddress(HOST, port),
				secure ? this.lab.certificateAuthority().serverContext() : null, this::admits, root,
				balancer.idleTimeout(), balancer.metrics()::refused);
	}

	private boolean admits(int clientPort) {
		TcpProxy.Target now = this.guard;
		return now == null || now.of(new Connection(clientPort, this.port)) != null;
	}

}

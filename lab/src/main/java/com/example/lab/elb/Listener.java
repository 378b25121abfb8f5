package com.example.lab.elb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Map;

import com.example.lab.assembly.Resource;
import com.example.lab.ec2.SecurityGroups;
import com.example.lab.event.Event;
import com.example.lab.network.Ports;
import com.example.lab.standin.Lab;
import com.example.lab.standin.StandIn;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;
import org.xnio.Sequence;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::ElasticLoadBalancingV2::Listener}: a port of this computer that does its
 * default action, if the security group of the load balancer opens it to everyone. The
 * certificate of HTTPS is the lab's own, for 127.0.0.1 and localhost.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html">Listeners</a>
 */
public final class Listener implements StandIn {

	private static final String HOST = "127.0.0.1";

	private static final String HTTPS = "HTTPS";

	static {
		// Undertow's own choice would be the log of the JDK, and that standard error.
		System.setProperty("org.jboss.logging.provider", "slf4j");
	}

	private final Resource resource;

	private final Lab lab;

	private final int publicPort;

	private final String id = "%016x".formatted(new SecureRandom().nextLong());

	/** Keeps the port until the server has it. */
	private final @Nullable ServerSocket reserved;

	private @Nullable Undertow server;

	/**
	 * Reserves a port.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public Listener(Resource resource, Lab lab) {
		this.resource = resource;
		this.lab = lab;
		this.publicPort = resource.properties()
			.path("Port")
			.asInt(resource.properties().path("Protocol").asString("").equals(HTTPS) ? 443 : 80);
		Resource balancer = lab.template()
			.resources()
			.stream()
			.filter((each) -> belongsTo(each.logicalId()))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"%s has no load balancer in its template".formatted(resource.path())));
		boolean open = new SecurityGroups(lab.template()).openPorts(balancer)
			.anyMatch((port) -> port == this.publicPort);
		this.reserved = open ? reserve() : null;
		if (!open) {
			lab.events()
				.publish(Event.Kind.REFUSED, resource.name(),
						"no security group of %s opens port %d to 0.0.0.0/0: nobody gets in".formatted(balancer.name(),
								this.publicPort));
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
			.map((owner) -> LoadBalancer.ARN
					+ "listener/%s/%s".formatted(owner.attribute("LoadBalancerFullName"), this.id))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public String attribute(String name) {
		if (!name.equals("ListenerArn")) {
			throw new IllegalArgumentException("%s has no %s here".formatted(this.resource.path(), name));
		}
		return ref();
	}

	@Override
	public String address() {
		return (this.reserved != null) ? HOST + ":" + this.reserved.getLocalPort() : "closed by its security group";
	}

	@Override
	public void start(JsonNode properties) throws IOException {
		LoadBalancer balancer = Actions.standIn(this.lab, LoadBalancer.class,
				properties.path("LoadBalancerArn").asString(""));
		boolean secure = properties.path("Protocol").asString("HTTP").equals(HTTPS);
		if (secure && properties.path("Certificates").isEmpty()) {
			throw new IllegalArgumentException("An HTTPS listener needs a certificate, on AWS too.");
		}
		if (properties.has("MutualAuthentication")) {
			throw new IllegalArgumentException(
					"The lab asks no client for a certificate: take MutualAuthentication out.");
		}
		Attributes.of(properties.path("ListenerAttributes"), Map.of());
		HttpHandler action = new Actions(this.lab, balancer, secure).of(properties.path("DefaultActions"));
		ServerSocket port = this.reserved;
		if (port != null) {
			port.close();
			this.server = server(port.getLocalPort(), balancer, secure, action);
			this.server.start();
		}
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
		if (this.server != null) {
			this.server.stop();
		}
	}

	int publicPort() {
		return this.publicPort;
	}

	/**
	 * Whether this computer may connect.
	 */
	boolean open() {
		return this.reserved != null;
	}

	/**
	 * The port of this computer.
	 */
	int port() {
		return (this.reserved != null) ? this.reserved.getLocalPort() : this.publicPort;
	}

	boolean belongsTo(String balancer) {
		return this.resource.properties().path("LoadBalancerArn").path("Ref").asString("").equals(balancer);
	}

	private ServerSocket reserve() {
		int wanted = this.lab.wantedPort(this.publicPort);
		try {
			ServerSocket socket = bind(wanted);
			boolean free = wanted == 0 || wanted == socket.getLocalPort();
			this.lab.events()
				.publish(free ? Event.Kind.RESERVED : Event.Kind.WARNING, this.resource.name(),
						(free ? "port %2$d is 127.0.0.1:%3$d"
								: "port %1$d of this computer is taken, so port %2$d is 127.0.0.1:%3$d")
							.formatted(wanted, this.publicPort, socket.getLocalPort()));
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("This computer has no free port on 127.0.0.1", ex);
		}
	}

	private static ServerSocket bind(int wanted) throws IOException {
		try {
			return new ServerSocket(wanted, 1, InetAddress.getByName(HOST));
		}
		catch (IOException taken) {
			return new ServerSocket(Ports.free(), 1, InetAddress.getByName(HOST));
		}
	}

	/**
	 * With one I/O thread, so that what belongs to the connections needs no locks.
	 */
	private Undertow server(int port, LoadBalancer balancer, boolean secure, HttpHandler action) {
		AccessLog log = balancer.accessLog();
		HttpHandler root = new HttpContinueReadHandler((log != null) ? log.around(action, secure) : action);
		Undertow.Builder builder = Undertow.builder()
			.setIoThreads(1)
			.setWorkerThreads(2)
			.setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, (int) balancer.idleTimeout().toMillis())
			.setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
			.setSocketOption(Options.TCP_NODELAY, true)
			.setSocketOption(Options.BACKLOG, 1_024)
			.setHandler(root);
		return (secure
				? builder.setSocketOption(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"))
					.addHttpsListener(port, HOST, this.lab.certificateAuthority().serverContext())
				: builder.addHttpListener(port, HOST))
			.build();
	}

}

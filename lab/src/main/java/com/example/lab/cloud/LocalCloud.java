package com.example.lab.cloud;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.net.ssl.HttpsURLConnection;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.Split;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.ec2.Ec2Instance;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.network.Ports;
import com.example.lab.route53.RecordSet;
import com.example.lab.standin.Drill;
import com.example.lab.standin.Lab;
import com.example.lab.standin.StandIn;
import com.example.lab.standin.Zonal;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The architecture of a synthesised template, running on this computer: LocalStack
 * deploys what it can, stand-ins run the rest.
 */
public final class LocalCloud implements AutoCloseable {

	private static final Duration FIRST_PAGE_LIMIT = Duration.ofSeconds(120);

	private final Lab lab;

	private final LocalStack localStack;

	private final List<LedgerEntry> ledger = new ArrayList<>();

	private final Map<String, String> outputs = new LinkedHashMap<>();

	/** By the resource's name, such as {@code Box/Instance}. */
	private final Map<String, StandIn> running = new LinkedHashMap<>();

	/** The assets that are the application's jar. */
	private final List<Assets.Asset> releases = new ArrayList<>();

	private final Path release;

	private LocalCloud(Lab lab, LocalStack localStack, Path release) {
		this.lab = lab;
		this.localStack = localStack;
		this.release = release;
	}

	/**
	 * Refuses an assembly with resources that nothing here runs; needs nothing to run.
	 * @param assembly the assembly
	 * @throws com.example.lab.assembly.UnsupportedResourceException naming them all
	 */
	public static void check(Assembly assembly) {
		assembly.stacks().forEach((stack) -> Split.runners(stack, StandIns::runnerOf));
	}

	/**
	 * Who would run what; needs nothing to run.
	 * @param assembly the assembly
	 * @return a line for each resource, in template order; the detail is empty but for
	 * the reason why nothing runs a resource
	 * @throws com.example.lab.assembly.UnsupportedResourceException as {@link #check}
	 */
	public static List<LedgerEntry> plan(Assembly assembly) {
		return assembly.stacks().stream().flatMap((stack) -> {
			Map<String, Runner> runners = Split.runners(stack, StandIns::runnerOf);
			return stack.resources()
				.stream()
				.map((resource) -> new LedgerEntry(resource.name(), resource.type(),
						Objects.requireNonNull(runners.get(resource.logicalId())), StandIns.reason(resource.type())));
		}).toList();
	}

	/**
	 * Starts an architecture and returns when everything in it runs.
	 * @param assembly the synthesised template
	 * @param release the application's jar, for servers that download it
	 * @param lab the surroundings
	 * @param localStack a running LocalStack
	 * @return the running architecture; closing it leaves LocalStack alone
	 * @throws com.example.lab.assembly.UnsupportedResourceException if nothing here runs
	 * a resource
	 * @throws DeploymentException if CloudFormation fails
	 */
	public static LocalCloud start(Assembly assembly, Path release, Lab lab, LocalStack localStack) {
		check(assembly);
		LocalCloud cloud = new LocalCloud(lab, localStack, release);
		lab.connect(localStack);
		try {
			for (StackTemplate stack : assembly.stacks()) {
				cloud.start(stack);
			}
			return cloud;
		}
		catch (RuntimeException ex) {
			cloud.close();
			throw ex;
		}
	}

	/**
	 * Where the product is reached.
	 * @return the stack's output {@code Url}, or where its name leads on this computer
	 * @throws IllegalStateException if the template has no such output
	 */
	public URI url() {
		String url = this.outputs.get("Url");
		if (url == null) {
			throw new IllegalStateException("The template has no output Url; outputs: " + this.outputs.keySet());
		}
		URI address = URI.create(url);
		for (RecordSet name : standIns(RecordSet.class)) {
			address = name.resolve(address);
		}
		return address;
	}

	/**
	 * The outputs of the stacks, as CloudFormation gives them.
	 * @return by name
	 */
	public Map<String, String> outputs() {
		return Map.copyOf(this.outputs);
	}

	/**
	 * Who runs what.
	 * @return a line for each resource, in template order
	 */
	public List<LedgerEntry> ledger() {
		return List.copyOf(this.ledger);
	}

	/**
	 * Where a resource is reached here, or what stands for it.
	 * @param resource its name, such as {@code Box/Instance}
	 * @return the detail of its line in the ledger
	 * @throws java.util.NoSuchElementException if the template has no such resource
	 */
	public String detail(String resource) {
		return this.ledger.stream()
			.filter((entry) -> entry.resource().equals(resource))
			.map(LedgerEntry::detail)
			.findFirst()
			.orElseThrow();
	}

	/**
	 * What happened and happens.
	 * @return the events of this cloud
	 */
	public Events events() {
		return this.lab.events();
	}

	/**
	 * The running LocalStack.
	 * @return its endpoint and clients
	 */
	public LocalStack localStack() {
		return this.localStack;
	}

	/**
	 * The running stand-ins that have something in common.
	 * @param role their class, or an interface such as
	 * {@link com.example.lab.postgres.PostgresHost}
	 * @return in the order in which they were started
	 */
	public <T> List<T> standIns(Class<T> role) {
		return this.running.values().stream().filter(role::isInstance).map(role::cast).toList();
	}

	/**
	 * How the resources are whose condition may change by themselves.
	 * @return such as {@code Balancer/Targets: 1 of 2 healthy}; empty in early stages
	 */
	public List<String> conditions() {
		return this.running.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().condition().isEmpty())
			.map((entry) -> entry.getKey() + ": " + entry.getValue().condition())
			.toList();
	}

	/**
	 * What a program beside the architecture is told to use its parts; may hold secrets.
	 * @return variables of all stand-ins together; of two with one name the first counts
	 */
	public Map<String, String> access() {
		Map<String, String> all = new TreeMap<>();
		this.running.values().forEach((standIn) -> standIn.access().forEach(all::putIfAbsent));
		return all;
	}

	/**
	 * What can be suffered here.
	 * @return drills by resource name; a new release by {@code deploy}; those of whole
	 * zones, named by their letters, by {@code zone-down} and {@code zone-up}
	 */
	public Map<String, List<Drill>> drills() {
		Map<String, List<Drill>> drills = new LinkedHashMap<>();
		this.running.forEach((name, standIn) -> drills.put(name, standIn.drills()));
		drills.values().removeIf(List::isEmpty);
		drills.putAll(new RollingDeploy(this, this.releases, this.release).drills());
		drills.putAll(ZoneDrills.of(standIns(Zonal.class), events()));
		return drills;
	}

	/**
	 * Does a drill.
	 * @param resource the resource's name, such as {@code Box/Instance}, or its
	 * beginning; or {@code zone-down}
	 * @param name the drill
	 * @param argument for the drill; empty for none
	 * @throws IllegalArgumentException if there is no such resource or drill; lists those
	 * that are
	 * @throws Exception if the drill fails
	 */
	public void drill(String resource, String name, String argument) throws Exception {
		Drill drill = drills().entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith(resource))
			.flatMap((entry) -> entry.getValue().stream())
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no drill %s for %s. Drills: %s".formatted(name, resource,
							drills().entrySet()
								.stream()
								.map((entry) -> entry.getKey() + " "
										+ entry.getValue().stream().map(Drill::name).collect(Collectors.joining(", ")))
								.collect(Collectors.joining("; ")))));
		drill.action().run(argument);
	}

	/**
	 * Waits until the product serves a page, on all servers if there are several.
	 * @return how long that took
	 * @throws IllegalStateException if it does not within two minutes
	 */
	public Duration awaitFirstPage() {
		long begin = System.nanoTime();
		while (!servesPage() || !this.running.values().stream().allMatch(StandIn::settled)) {
			if (System.nanoTime() - begin > FIRST_PAGE_LIMIT.toNanos()) {
				throw new IllegalStateException("%s served no page within %d s; the logs say why. %s"
					.formatted(url(), FIRST_PAGE_LIMIT.toSeconds(), String.join(", ", conditions()))
					.strip());
			}
			Ports.pause();
		}
		Duration waited = Duration.ofNanos(System.nanoTime() - begin);
		this.lab.events().publish(Event.Kind.HEALTHY, Events.LAB, url() + " serves pages");
		return waited;
	}

	@Override
	public void close() {
		// Each may drain for a while.
		List<Thread> stopping = standIns(Ec2Instance.class).stream().map((instance) -> {
			Thread thread = new Thread(instance::close, "stop-" + instance.name());
			thread.start();
			return thread;
		}).toList();
		stopping.forEach(LocalCloud::join);
		List<StandIn> backwards = new ArrayList<>(this.lab.standIns().values());
		java.util.Collections.reverse(backwards);
		backwards.forEach(StandIn::close);
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean servesPage() {
		try {
			HttpURLConnection connection = (HttpURLConnection) url().toURL().openConnection();
			connection.setConnectTimeout(1_000);
			connection.setReadTimeout(10_000);
			if (connection instanceof HttpsURLConnection secure) {
				secure.setSSLSocketFactory(this.lab.certificateAuthority().clientContext().getSocketFactory());
			}
			return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void start(StackTemplate stack) {
		Map<String, Runner> runners = Split.runners(stack, StandIns::runnerOf);
		Map<String, Resource> ours = new LinkedHashMap<>();
		this.lab.enter(stack);
		for (Resource resource : stack.resources()) {
			if (runners.get(resource.logicalId()) == Runner.STAND_IN) {
				ours.put(resource.logicalId(), resource);
				this.lab.add(resource.logicalId(), StandIns.reserve(resource, this.lab));
			}
		}
		Split split = new Split(stack, runners, this::addressOf);
		Map<String, String> deployed = deploy(stack, split);
		stack.resources().forEach((resource) -> this.ledger.add(entry(resource, runners)));
		deployed.forEach((key, value) -> {
			if (stack.json().path("Outputs").has(key)) {
				this.outputs.put(key, value);
			}
		});
		for (Resource resource : StartOrder.of(ours)) {
			if (split.exists(resource.logicalId(), deployed)) {
				start(resource, split, deployed);
			}
		}
	}

	private void start(Resource resource, Split split, Map<String, String> deployed) {
		StandIn standIn = standIn(resource.logicalId());
		try {
			standIn.metadata(split.metadata(resource.logicalId(), deployed));
			standIn.start(split.properties(resource.logicalId(), deployed));
			this.running.put(resource.name(), standIn);
		}
		catch (Exception ex) {
			throw new IllegalStateException("%s did not start. %s".formatted(resource.path(), ex.getMessage()), ex);
		}
	}

	private Map<String, String> deploy(StackTemplate stack, Split split) {
		this.releases
			.addAll(RollingDeploy.releases(Assets.publish(stack, this.localStack, this.lab.home()), this.release));
		Deployment deployment = new Deployment(this.localStack.cloudFormation(), stack.name(), split.template(),
				this.lab.events());
		Map<String, String> deployed = deployment.create();
		if (Release.wantedBy(stack)) {
			String bucket = Objects.requireNonNull(deployed.get(Release.BUCKET));
			try (S3Presigner presigner = this.localStack.s3Presigner()) {
				deployed = deployment.update(Release.publish(this.release, bucket, presigner));
			}
		}
		return deployed;
	}

	private String addressOf(String logicalId, @Nullable String attribute) {
		StandIn standIn = this.lab.standIns().get(logicalId);
		if (standIn == null) {
			// An inert resource has no address; its name says what it would have been.
			return logicalId;
		}
		return (attribute == null) ? standIn.ref() : standIn.attribute(attribute);
	}

	private LedgerEntry entry(Resource resource, Map<String, Runner> runners) {
		Runner runner = Objects.requireNonNull(runners.get(resource.logicalId()));
		String detail = switch (runner) {
			case LOCALSTACK -> this.localStack.endpoint().toString();
			case STAND_IN -> standIn(resource.logicalId()).address();
			case INERT -> StandIns.reason(resource.type());
		};
		return new LedgerEntry(resource.name(), resource.type(), runner, detail);
	}

	private StandIn standIn(String logicalId) {
		return Objects.requireNonNull(this.lab.standIns().get(logicalId));
	}

}

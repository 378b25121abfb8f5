package com.example.lab.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import javax.net.ssl.HttpsURLConnection;

import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Runner;
import com.example.lab.assembly.Split;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.network.Ports;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.Member;
import com.example.lab.standin.StandIn;
import com.example.lab.standin.Zonal;

/**
 * The architecture of a synthesised template, running on this computer: LocalStack
 * deploys what it can, stand-ins run the rest.
 */
public final class LocalCloud implements AutoCloseable {

	private static final Duration FIRST_PAGE_LIMIT = Duration.ofSeconds(120);

	private final LabContext lab;

	private volatile boolean served;

	private final LocalStack localStack;

	/** In the order in which they were started. */
	private final List<RunningStack> stacks = new CopyOnWriteArrayList<>();

	private LocalCloud(LabContext lab, LocalStack localStack) {
		this.lab = lab;
		this.localStack = localStack;
	}

	/**
	 * Refuses an assembly with unsupported resources; nothing has to run for it.
	 * @param assembly the assembly
	 * @throws com.example.lab.assembly.UnsupportedResourceException naming them all
	 */
	public static void check(Assembly assembly) {
		assembly.stacks().forEach((stack) -> Split.runners(stack, StandIns::runnerOf));
	}

	/**
	 * What would run each resource; nothing has to run for it.
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
	 * @param jars the applications' jars, for servers that download them; a stack that
	 * takes its release as a parameter gets the first
	 * @param lab the context
	 * @param localStack a running LocalStack
	 * @return the running architecture; closing it leaves LocalStack alone
	 * @throws com.example.lab.assembly.UnsupportedResourceException if nothing here runs
	 * a resource
	 * @throws DeploymentException if CloudFormation fails
	 */
	public static LocalCloud start(Assembly assembly, List<Path> jars, LabContext lab, LocalStack localStack) {
		check(assembly);
		lab.connect(localStack);
		LocalCloud cloud = new LocalCloud(lab, localStack);
		try {
			assembly.stacks().forEach((stack) -> cloud.start(stack, jars));
			return cloud;
		}
		catch (RuntimeException ex) {
			cloud.close();
			throw ex;
		}
	}

	private void start(StackTemplate template, List<Path> jars) {
		RunningStack stack = new RunningStack(template, this.lab, this.localStack);
		this.stacks.add(stack);
		stack.start(jars);
	}

	/**
	 * Updates the stacks one after the other, as CloudFormation does: unchanged resources
	 * keep running, and keep their data unless they are replaced.
	 * @param assembly the same stacks, with other templates
	 * @param jars as for {@link #start}
	 * @throws com.example.lab.assembly.UnsupportedResourceException if nothing here runs
	 * a resource
	 * @throws DeploymentException if a stack cannot be updated; it runs on as it was
	 */
	public synchronized void update(Assembly assembly, List<Path> jars) {
		check(assembly);
		Map<String, RunningStack> byName = this.stacks.stream()
			.collect(Collectors.toMap((stack) -> key(stack.template()), (stack) -> stack));
		if (!byName.keySet().equals(assembly.stacks().stream().map(LocalCloud::key).collect(Collectors.toSet()))) {
			throw new DeploymentException("Its stacks were %s; an update makes and deletes none."
				.formatted(byName.keySet().stream().sorted().toList()));
		}
		assembly.stacks()
			.forEach((template) -> Objects.requireNonNull(byName.get(key(template))).update(template, jars));
	}

	/**
	 * Whether a change replaces a stand-in, without its data, although CloudFormation may
	 * change the resource in place.
	 * @param resource its name, such as {@code Box/Instance}
	 * @param properties the names of those that change
	 * @return false if nothing stands in for it
	 */
	public boolean replaces(String resource, List<String> properties) {
		StandIn standIn = parts().get(resource);
		return standIn != null && !properties.stream().allMatch(standIn::canChange);
	}

	private static String key(StackTemplate template) {
		return template.region() + "/" + template.name();
	}

	/**
	 * Where the product is reached.
	 * @return the output {@code Url} of the last stack that has one, or where its name
	 * leads on this computer
	 * @throws IllegalStateException if the template has no such output
	 */
	public URI url() {
		Map<String, String> all = outputs();
		String url = all.get("Url");
		if (url == null) {
			throw new IllegalStateException("The template has no output Url; outputs: " + all.keySet());
		}
		URI address = URI.create(url);
		for (StandIn standIn : parts().values()) {
			address = standIn.resolve(address);
		}
		return address;
	}

	/**
	 * The outputs of the stacks, as CloudFormation gives them.
	 * @return by name; of an output that several stacks have, the last stack's
	 */
	public Map<String, String> outputs() {
		Map<String, String> all = new TreeMap<>();
		this.stacks.forEach((stack) -> all.putAll(stack.outputs()));
		return all;
	}

	/**
	 * What runs each resource.
	 * @return a line for each resource, in template order, and one for each stand-in that
	 * was added since
	 */
	public List<LedgerEntry> ledger() {
		List<LedgerEntry> all = new ArrayList<>();
		this.stacks.forEach((stack) -> all.addAll(stack.ledger()));
		this.lab.members()
			.forEach((name, member) -> all
				.add(new LedgerEntry(name, member.type(), Runner.STAND_IN, member.standIn().address())));
		return all;
	}

	/**
	 * Where a resource is reached here, or what stands for it.
	 * @param resource its name, such as {@code Box/Instance}
	 * @return the detail of its line in the ledger
	 * @throws java.util.NoSuchElementException if the template has no such resource
	 */
	public String detail(String resource) {
		return ledger().stream()
			.filter((entry) -> entry.resource().equals(resource))
			.map(LedgerEntry::detail)
			.findFirst()
			.orElseThrow();
	}

	/**
	 * All events.
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
		return parts().values().stream().filter(role::isInstance).map(role::cast).toList();
	}

	/**
	 * The running stand-ins of resources, and those that were added since.
	 */
	private Map<String, StandIn> parts() {
		Map<String, StandIn> parts = new LinkedHashMap<>();
		this.stacks.forEach((stack) -> parts.putAll(stack.parts()));
		this.lab.members().forEach((name, member) -> parts.put(name, member.standIn()));
		return parts;
	}

	/**
	 * How the resources are whose condition may change by themselves.
	 * @return such as {@code Balancer/Targets: 1 of 2 healthy}; empty in early stages
	 */
	public List<String> conditions() {
		return parts().entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().condition().isEmpty())
			.map((entry) -> entry.getKey() + ": " + entry.getValue().condition())
			.toList();
	}

	/**
	 * The variables with which a program outside the architecture uses its parts; may
	 * contain secrets.
	 * @return variables of all stand-ins together; of two with one name the first counts
	 */
	public Map<String, String> access() {
		Map<String, String> all = new TreeMap<>();
		parts().values().forEach((standIn) -> standIn.access().forEach(all::putIfAbsent));
		return all;
	}

	/**
	 * The faults that can be injected here.
	 * @return drills by resource name; a new release by {@code deploy}; those of whole
	 * zones, named by their letters, by {@code zone-down} and {@code zone-up}
	 */
	public Map<String, List<Drill>> drills() {
		Map<String, List<Drill>> drills = new LinkedHashMap<>();
		parts().forEach((name, standIn) -> drills.put(name, standIn.drills()));
		drills.values().removeIf(List::isEmpty);
		Map<Assets.Asset, Path> releases = new LinkedHashMap<>();
		this.stacks.forEach((stack) -> releases.putAll(stack.releases()));
		drills.putAll(new RollingDeploy(this, releases).drills());
		drills.putAll(ZoneDrills.of(standIns(Zonal.class), events()));
		return drills;
	}

	/**
	 * Runs a drill.
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
		// What a stage suffers that once served may pass; what its start has shown stays.
		long from = this.served ? events().position() : 0;
		while (!serves() || !settled()) {
			String cause = Hopeless.cause(events().since(from), Instant.now());
			if (!cause.isEmpty()) {
				throw new DeploymentException("%s serves no page. %s".formatted(url(), cause));
			}
			if (System.nanoTime() - begin > FIRST_PAGE_LIMIT.toNanos()) {
				throw new DeploymentException("%s served no page within %d s; the logs say why. %s"
					.formatted(url(), FIRST_PAGE_LIMIT.toSeconds(), String.join(", ", conditions()))
					.strip());
			}
			Ports.pause();
		}
		this.served = true;
		Duration waited = Duration.ofNanos(System.nanoTime() - begin);
		this.lab.events().publish(Event.Kind.HEALTHY, Events.LAB, url() + " serves pages");
		return waited;
	}

	@Override
	public void close() {
		List<Thread> stopping = new ArrayList<>();
		parts().forEach((name, standIn) -> {
			if (standIn.drains()) {
				Thread thread = new Thread(standIn::close, "stop-" + name);
				thread.start();
				stopping.add(thread);
			}
		});
		stopping.forEach(LocalCloud::join);
		this.lab.members().values().stream().map(Member::standIn).forEach(StandIn::close);
		List<RunningStack> backwards = new ArrayList<>(this.stacks);
		Collections.reverse(backwards);
		backwards.forEach(RunningStack::close);
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Asks for the first page.
	 * @return whether it is answered with 200 within ten seconds
	 */
	public boolean serves() {
		return get("/").ok();
	}

	/**
	 * Whether no part is still starting, draining or unhealthy.
	 */
	public boolean settled() {
		return parts().values().stream().allMatch(StandIn::settled);
	}

	/**
	 * Sends a request, without cookies.
	 * @param path on the product's address
	 * @return its answer, or none after ten seconds
	 */
	public Answer get(String path) {
		try {
			HttpURLConnection connection = (HttpURLConnection) url().resolve(path).toURL().openConnection();
			connection.setConnectTimeout(1_000);
			connection.setReadTimeout(10_000);
			if (connection instanceof HttpsURLConnection secure) {
				secure.setSSLSocketFactory(this.lab.certificateAuthority().clientContext().getSocketFactory());
			}
			int status = connection.getResponseCode();
			try (InputStream body = (status < HttpURLConnection.HTTP_BAD_REQUEST) ? connection.getInputStream()
					: connection.getErrorStream()) {
				return new Answer(status,
						(body != null) ? new String(body.readAllBytes(), StandardCharsets.UTF_8) : "");
			}
		}
		catch (IOException ex) {
			return Answer.NONE;
		}
	}

}

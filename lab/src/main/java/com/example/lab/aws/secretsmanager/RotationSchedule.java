package com.example.lab.aws.secretsmanager;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.ec2.SecurityGroups;
import com.example.lab.aws.lambda.FunctionException;
import com.example.lab.aws.lambda.LambdaFunction;
import com.example.lab.event.Event;
import com.example.lab.network.TcpProxy;
import com.example.lab.process.Threads;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code AWS::SecretsManager::RotationSchedule}: calls the function of its resource with
 * the four steps, on the schedule and by a drill.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html">Rotation
 * functions</a>
 */
public final class RotationSchedule implements StandIn {

	private static final List<String> STEPS = List.of("createSecret", "setSecret", "testSecret", "finishSecret");

	private static final String RULES = "RotationRules";

	private static final String CALLER = "secretsmanager.amazonaws.com";

	private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (hour|day)s?\\)");

	private static final int TRIES = 3;

	private static final Duration RETRY = Duration.ofSeconds(10);

	private final Resource resource;

	private final LabContext lab;

	private final RotatingSecrets secrets;

	private final TcpProxy proxy;

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Threads.daemon("rotation"));

	private String secret = "";

	private @Nullable LambdaFunction function;

	private @Nullable ScheduledFuture<?> planned;

	/**
	 * Takes the place of Secrets Manager for all clients of the cloud. If the template
	 * has an endpoint for it with a private name, its security group decides who gets
	 * there.
	 * @param resource the resource
	 * @param lab its context
	 */
	public RotationSchedule(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.secrets = new RotatingSecrets(() -> lab.localStack().endpoint());
		this.proxy = TcpProxy.open(0, guard());
		String variable = "AWS_ENDPOINT_URL_SECRETS_MANAGER";
		if (lab.standIns().values().stream().anyMatch(RotationSchedule.class::isInstance)) {
			this.proxy.close();
			this.secrets.close();
			throw new IllegalArgumentException(
					"%s is the second rotation schedule; the lab runs one.".formatted(resource.path()));
		}
		lab.environment().put(variable, "http://127.0.0.1:" + this.proxy.port());
	}

	@Override
	public boolean canChange(String property) {
		return property.equals(RULES) || property.equals("RotateImmediatelyOnUpdate");
	}

	@Override
	public void update(JsonNode properties) {
		ScheduledFuture<?> before = this.planned;
		if (before != null) {
			before.cancel(false);
		}
		begin(properties);
	}

	private void begin(JsonNode properties) {
		schedule(properties.path(RULES));
		if (properties.path("RotateImmediatelyOnUpdate").asBoolean(true)) {
			this.timer.execute(this::tryToRotate);
		}
	}

	private TcpProxy.Target guard() {
		return this.lab.template()
			.resources()
			.stream()
			.filter((candidate) -> candidate.type().equals("AWS::EC2::VPCEndpoint"))
			.filter((endpoint) -> endpoint.properties().path("ServiceName").toString().contains("secretsmanager"))
			.filter((endpoint) -> endpoint.properties().path("PrivateDnsEnabled").asBoolean(false))
			.findFirst()
			.map((endpoint) -> new SecurityGroups(this.lab.template()).guard(endpoint, 443, this.lab,
					this.secrets::address))
			.orElseGet(() -> (connection) -> this.secrets.address());
	}

	@Override
	public String ref() {
		return this.secret;
	}

	@Override
	public String attribute(String name) {
		throw this.resource.lacks(name);
	}

	@Override
	public String address() {
		return "http://127.0.0.1:" + this.proxy.port();
	}

	@Override
	public void start(JsonNode properties) {
		String arn = properties.path("RotationLambdaARN").asString("");
		this.function = this.lab.standIns()
			.values()
			.stream()
			.filter(LambdaFunction.class::isInstance)
			.map(LambdaFunction.class::cast)
			.filter((candidate) -> candidate.attribute("Arn").equals(arn))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"Its function '%s' is not in the template; the lab runs no other.".formatted(arn)));
		if (!mayCall(this.function.ref())) {
			throw new IllegalArgumentException(
					"Secrets Manager cannot invoke the function: no AWS::Lambda::Permission lets %s call %s."
						.formatted(CALLER, this.function.ref()));
		}
		this.secret = client().describeSecret((request) -> request.secretId(properties.path("SecretId").asString()))
			.arn();
		this.secrets.enable(this.secret);
		begin(properties);
	}

	@Override
	public List<Drill> drills() {
		return List.of(new Drill("rotate", "rotates the secret now", (unused) -> rotate()));
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.proxy.close();
		this.secrets.close();
	}

	/** Servers that run have its address, and go on using it. */
	@Override
	public void delete() {
		this.timer.shutdownNow();
	}

	private boolean mayCall(String function) {
		return this.lab.template()
			.resources()
			.stream()
			.filter((candidate) -> candidate.type().equals("AWS::Lambda::Permission"))
			.map(Resource::properties)
			.anyMatch((permission) -> permission.path("Principal").asString("").equals(CALLER)
					&& permission.path("FunctionName").toString().contains('"' + function + '"'));
	}

	private void schedule(JsonNode rules) {
		Matcher rate = RATE.matcher(rules.path("ScheduleExpression").asString(""));
		Duration period;
		if (rules.has("AutomaticallyAfterDays")) {
			period = Duration.ofDays(rules.path("AutomaticallyAfterDays").asInt());
		}
		else if (rate.matches()) {
			long count = Long.parseLong(rate.group(1));
			period = rate.group(2).equals("day") ? Duration.ofDays(count) : Duration.ofHours(count);
		}
		else {
			publish(Event.Kind.WARNING,
					"rotates by its drill only: the lab follows rate(...) and AutomaticallyAfterDays, not " + rules);
			return;
		}
		Duration here = this.lab.clock().shorten(period);
		this.planned = this.timer.scheduleAtFixedRate(this::tryToRotate, here.toMillis(), here.toMillis(),
				TimeUnit.MILLISECONDS);
		publish(Event.Kind.STARTED, "rotates the secret each %d h; here each %d s, or by the drill rotate"
			.formatted(period.toHours(), here.toSeconds()));
	}

	/**
	 * A rotation that failed is tried again, from the first step and with the same
	 * version.
	 */
	private void tryToRotate() {
		for (int i = 1; i <= TRIES; i++) {
			try {
				rotate();
				return;
			}
			catch (RuntimeException ex) {
				publish(Event.Kind.WARNING, String.valueOf(ex.getMessage()));
			}
			try {
				TimeUnit.NANOSECONDS.sleep(this.lab.clock().shorten(RETRY).toNanos());
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private synchronized void rotate() {
		LambdaFunction called = this.function;
		if (called == null) {
			throw new IllegalStateException("%s has not started yet".formatted(this.resource.path()));
		}
		String version = this.secrets.unfinished(this.secret);
		if (version == null) {
			version = UUID.randomUUID().toString();
			this.secrets.begin(this.secret, version);
		}
		for (String step : STEPS) {
			call(called, step, version);
		}
		DescribeSecretResponse description = client().describeSecret((request) -> request.secretId(this.secret));
		if (!description.versionIdsToStages().getOrDefault(version, List.of()).contains("AWSCURRENT")) {
			throw new IllegalStateException(
					"the rotation did not finish: all steps are done, but version %s is not AWSCURRENT; see finishSecret of %s"
						.formatted(version, called.ref()));
		}
		this.secrets.enable(this.secret);
		publish(Event.Kind.HEALTHY, "rotated: version %s is AWSCURRENT".formatted(version));
	}

	private void call(LambdaFunction called, String step, String version) {
		try {
			called.invoke(JsonMapper.shared()
				.writeValueAsString(Map.of("Step", step, "SecretId", this.secret, "ClientRequestToken", version)));
			publish(Event.Kind.PROGRESS, step + " is done");
		}
		catch (FunctionException ex) {
			throw new IllegalStateException(
					"%s failed: %s. Its log shows more. Correct the function, then rotate again: each step may be repeated"
						.formatted(step, ex.getMessage()),
					ex);
		}
	}

	private SecretsManagerClient client() {
		return this.lab.localStack().client(SecretsManagerClient.builder());
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.resource.name(), message);
	}

}

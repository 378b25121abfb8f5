package com.example.lab.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.example.lab.aws.ec2.Ec2Instance;
import com.example.lab.aws.elb.TargetGroup;
import com.example.lab.aws.elb.TargetHealth;
import com.example.lab.event.Event;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.network.Ports;
import com.example.lab.standin.Drill;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * {@code deploy rolling}: a new release, one server behind the load balancer after the
 * other. Each is deregistered and drained, replaced by one that boots from the new jar,
 * and registered; the next one follows when it is healthy.
 */
final class RollingDeploy {

	private static final Duration LIMIT = Duration.ofMinutes(10);

	private final LocalStack localStack;

	private final Events events;

	private final List<TargetGroup> groups;

	private final List<Ec2Instance> servers;

	private final Map<Assets.Asset, Path> releases;

	/**
	 * The deployment of a stage that runs.
	 * @param releases the assets that are the jar of an application, each with the file
	 * where a build puts the next one
	 */
	RollingDeploy(LocalCloud cloud, Map<Assets.Asset, Path> releases) {
		this.localStack = cloud.localStack();
		this.events = cloud.events();
		this.groups = cloud.standIns(TargetGroup.class);
		this.servers = cloud.standIns(Ec2Instance.class);
		this.releases = releases;
	}

	/**
	 * The drill, by what stands in the place of a resource's name.
	 * @return empty without a load balancer
	 */
	Map<String, List<Drill>> drills() {
		return (this.groups.isEmpty() || this.releases.isEmpty()) ? Map.of() : Map.of("deploy", List.of(new Drill(
				"rolling",
				"one server after the other is drained and replaced by one with the jar that is built now, or another",
				this::roll)));
	}

	private void roll(String jar) {
		this.releases.forEach((release, built) -> {
			Path next = jar.isEmpty() ? built : Path.of(jar);
			if (this.releases.size() == 1 || next.getFileName().equals(built.getFileName())) {
				publish(next, release);
			}
		});
		for (TargetGroup group : this.groups) {
			for (TargetHealth target : group.targets()) {
				group.deregister(target.id());
				await(group, target, "unused");
				this.servers.stream()
					.filter((server) -> server.ref().equals(target.id()))
					.forEach(Ec2Instance::replace);
				group.register(target.id());
				await(group, target, "healthy");
			}
		}
	}

	private void publish(Path jar, Assets.Asset release) {
		if (!Files.isReadable(jar)) {
			throw new IllegalArgumentException(
					"There is no jar at %s; ./mvnw -DskipTests package builds it".formatted(jar));
		}
		try (S3Presigner presigner = this.localStack.s3Presigner()) {
			Upload.put(jar, release.bucket(), release.key(), presigner);
		}
		this.events.publish(Event.Kind.PROGRESS, Events.LAB, "%s is uploaded".formatted(jar.getFileName()));
	}

	private static void await(TargetGroup group, TargetHealth target, String state) {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (group.targets()
			.stream()
			.noneMatch((each) -> each.id().equals(target.id()) && each.state().equals(state))) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("%s is not %s after %d minutes; the logs say why. The others serve on"
					.formatted(target.name(), state, LIMIT.toMinutes()));
			}
			Ports.pause();
		}
	}

	/**
	 * Those among the assets of a stack that are a release.
	 * @param jars the releases
	 * @return each with its jar
	 */
	static Map<Assets.Asset, Path> releases(List<Assets.Asset> assets, List<Path> jars) {
		Map<Assets.Asset, Path> releases = new LinkedHashMap<>();
		assets.forEach((asset) -> jars.stream()
			.filter((jar) -> same(asset.source(), jar))
			.findFirst()
			.ifPresent((jar) -> releases.put(asset, jar)));
		return releases;
	}

	private static boolean same(Path source, Path jar) {
		try {
			return Files.exists(jar) && Files.size(source) == Files.size(jar) && Files.mismatch(source, jar) < 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot compare %s with %s".formatted(source, jar), ex);
		}
	}

}

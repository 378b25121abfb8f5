package com.example.lab.aws.ec2;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::EC2::LaunchTemplate}: what the servers of a group are made from. Other data
 * makes another version, and is used by who asks for that version.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html">Launch
 * template versions</a>
 */
public final class LaunchTemplate implements StandIn {

	private static final String DATA = "LaunchTemplateData";

	private final Resource resource;

	private final LabContext lab;

	private final String id = "lt-%017x".formatted(new SecureRandom().nextLong());

	/**
	 * As the templates had them. An update that is rolled back returns to an earlier one,
	 * where AWS makes one more that is the same.
	 */
	private final List<JsonNode> versions = new CopyOnWriteArrayList<>();

	private volatile JsonNode now;

	/** Evaluated, by version. */
	private final Map<Integer, JsonNode> data = new ConcurrentHashMap<>();

	/**
	 * The first version.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public LaunchTemplate(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.now = resource.properties().path(DATA);
		this.versions.add(this.now);
	}

	@Override
	public String ref() {
		return this.id;
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "LatestVersionNumber" -> String.valueOf(version());
			case "DefaultVersionNumber" -> "1";
			case "LaunchTemplateId" -> this.id;
			default -> throw this.resource.lacks(name);
		};
	}

	private int version() {
		return this.versions.indexOf(this.now) + 1;
	}

	@Override
	public String address() {
		return "version %d of what servers are made from".formatted(version());
	}

	@Override
	public void start(JsonNode properties) {
		update(properties);
	}

	@Override
	public boolean canChange(String property) {
		return true;
	}

	@Override
	public void update(JsonNode properties) {
		this.data.putIfAbsent(version(), properties.path(DATA));
	}

	/** Before the properties are evaluated, so that they have the new number. */
	@Override
	public void templateChanged() {
		this.now = this.lab.template().now(this.resource).properties().path(DATA);
		if (!this.versions.contains(this.now)) {
			this.versions.add(this.now);
		}
	}

	/**
	 * A version, evaluated.
	 * @param version its number
	 * @return the properties of an instance, but for where it is
	 * @throws IllegalArgumentException if there is no such version
	 */
	public JsonNode data(int version) {
		JsonNode found = this.data.get(version);
		if (found == null) {
			throw new IllegalArgumentException("%s has no version %d".formatted(this.resource.path(), version));
		}
		return found;
	}

	/**
	 * A version as the template had it, with references not evaluated.
	 * @param version its number
	 * @return for the rules of its security groups
	 */
	public JsonNode described(int version) {
		return this.versions.get(version - 1);
	}

	@Override
	public void close() {
		// Nothing runs.
	}

}

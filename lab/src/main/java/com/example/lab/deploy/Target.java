package com.example.lab.deploy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/**
 * What is deployed where, as a person says it on the command line.
 *
 * @param number the stage's number
 * @param stage the stage's name
 * @param region a Region of AWS
 * @param profile of the AWS files; null if none was asked for
 */
public record Target(int number, String stage, String region, @Nullable String profile) {

	static final String WORKSHOP_TAG = "workshop";

	static final String WORKSHOP = "ten-million-users";

	static final String STAGE_TAG = "stage";

	/** Of a stage with stacks in several, with blanks between. */
	static final String REGIONS_TAG = "regions";

	/**
	 * The command line that does something about this target.
	 * @param name a command
	 * @return such as {@code ./workshop destroy 3 --region us-east-1}
	 */
	public String command(String name) {
		return "./workshop %s %d --region %s%s".formatted(name, this.number, this.region,
				(this.profile != null) ? " --profile " + this.profile : "");
	}

	/**
	 * How something is named to a person: with its Region only if that is not the
	 * target's.
	 * @param there the Region that it is in
	 */
	String label(String name, String there) {
		return there.equals(this.region) ? name : "%s in %s".formatted(name, there);
	}

	/**
	 * What CloudFormation puts on each resource of the stack, and what is looked for when
	 * it is gone.
	 */
	Map<String, String> tags() {
		Map<String, String> tags = new LinkedHashMap<>(Map.of(WORKSHOP_TAG, WORKSHOP));
		tags.put(STAGE_TAG, this.stage);
		return tags;
	}

	/**
	 * The tags of stacks in several Regions, each of which then names all.
	 * @param regions all of them
	 */
	Map<String, String> tags(Collection<String> regions) {
		Map<String, String> tags = tags();
		if (regions.size() > 1) {
			tags.put(REGIONS_TAG, String.join(" ", regions));
		}
		return tags;
	}

	/**
	 * Whether something is of this stage.
	 * @param found its tags
	 * @param byName whether its name, or that of what it was made from, is the stage's:
	 * it counts where the tags do not say whose it is
	 */
	boolean owns(Map<String, String> found, boolean byName) {
		return WORKSHOP.equals(found.get(WORKSHOP_TAG)) ? this.stage.equals(found.get(STAGE_TAG)) : byName;
	}

	/**
	 * Whether the workshop made a stack, by its tags.
	 */
	static boolean ours(List<Tag> tags) {
		return tags.stream().anyMatch((tag) -> tag.key().equals(WORKSHOP_TAG) && tag.value().equals(WORKSHOP));
	}

	/**
	 * Which stage a stack is, by its tags; empty if the workshop did not make it.
	 */
	static String stageOf(List<Tag> tags) {
		return ours(tags) ? value(tags, STAGE_TAG) : "";
	}

	/**
	 * In which Regions the other stacks of a stack's stage are, and itself; empty if
	 * there is one Region.
	 */
	static Set<String> regionsOf(List<Tag> tags) {
		String regions = value(tags, REGIONS_TAG);
		return regions.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(regions.split(" ")));
	}

	private static String value(List<Tag> tags, String key) {
		return tags.stream().filter((tag) -> tag.key().equals(key)).map(Tag::value).findFirst().orElse("");
	}

}

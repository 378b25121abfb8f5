package com.example.docs.architecture;

import java.util.List;

import com.example.docs.architecture.Icon.Role;
import com.example.lab.assembly.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A resource in the picture, or several of a type that are one in it.
 *
 * @param alias its name in PlantUML
 * @param label its name for people
 * @param resources of one type
 * @param icon how it is drawn
 * @param region the Region it runs in
 * @param network the logical id of the VPC it runs in, if any
 * @param zone the title of the Availability Zone it runs in, if it is in one
 * @param added whether the architecture before has no such part
 */
record Part(String alias, String label, List<Resource> resources, Icon icon, String region, @Nullable String network,
		@Nullable String zone, boolean added) {

	Resource resource() {
		return this.resources.get(0);
	}

	boolean is(Role role) {
		return this.icon.role() == role;
	}

	/** The copy of a database that waits, which is no resource of its own. */
	boolean isStandby() {
		return this.icon.equals(Icons.STANDBY);
	}

	/**
	 * Its name and what it is, for people.
	 */
	String title() {
		return "%s (%s)".formatted(this.label, service());
	}

	/**
	 * The same part, added if no other is it.
	 */
	Part since(List<Part> before) {
		return new Part(this.alias, this.label, this.resources, this.icon, this.region, this.network, this.zone,
				before.stream().noneMatch(this::isSame));
	}

	/**
	 * Whether a part of another architecture has its name and service, in whatever
	 * number.
	 */
	boolean isSame(Part other) {
		return this.label.equals(other.label) && this.icon.service().equals(other.icon.service());
	}

	/**
	 * Its icon with two lines below.
	 */
	String draw() {
		return "rectangle \"%s\\n<b>%s</b>\\n<size:12>%s</size>\" <<%s>> as %s\n".formatted(this.icon.image(),
				escape(this.label), escape(service()), this.added ? "added" : "part", this.alias);
	}

	private String service() {
		return (this.resources.size() == 1) ? this.icon.service()
				: "%d %ss".formatted(this.resources.size(), this.icon.service());
	}

	/**
	 * The text with each character that PlantUML could take for its own as its number.
	 */
	static String escape(String text) {
		StringBuilder escaped = new StringBuilder();
		text.codePoints().forEach((character) -> {
			if (Character.isLetterOrDigit(character) || " ,/".indexOf(character) >= 0) {
				escaped.appendCodePoint(character);
			}
			else {
				escaped.append("<U+%04X>".formatted(character));
			}
		});
		return escaped.toString();
	}

}

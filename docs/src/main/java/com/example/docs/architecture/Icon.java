package com.example.docs.architecture;

/**
 * How the resources of a type are drawn.
 *
 * @param role what they do in the picture
 * @param macro the icon's file in PlantUML's {@code awslib20}, such as
 * {@code Compute/Lambda}
 * @param service the plain name of what it is
 */
record Icon(Role role, String macro, String service) {

	/**
	 * The icon itself.
	 * @return a call of the function in the icon's file
	 */
	String image() {
		return "$" + this.macro.substring(this.macro.indexOf('/') + 1) + "IMG()";
	}

	/** What a resource does in the picture, which decides where it is drawn. */
	enum Role {

		/** Leads people to what it refers to; belongs to the Region. */
		ADDRESS,

		/** Watches what it refers to; belongs to the Region. */
		ALARM,

		/** A frame around the servers in it. */
		NETWORK,

		/** Runs in a zone or a VPC if it names one. */
		SERVER,

		/** Belongs to the Region, or to all. */
		SERVICE,

		/** Holds what requests read and write; belongs to the Region. */
		STORE

	}

}

package com.example.lab.aws.cloudfront;

import java.util.function.Function;

import com.example.lab.assembly.Resource;

/**
 * {@code AWS::CloudFront::OriginRequestPolicy}.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-originrequestpolicy.html">AWS::CloudFront::OriginRequestPolicy</a>
 */
public final class OriginRequestPolicy extends Described<ForwardSettings> {

	/**
	 * A policy that says nothing yet.
	 * @param resource the resource
	 */
	public OriginRequestPolicy(Resource resource) {
		super(resource);
	}

	@Override
	Function<Settings, ForwardSettings> reading() {
		return ForwardSettings::read;
	}

}

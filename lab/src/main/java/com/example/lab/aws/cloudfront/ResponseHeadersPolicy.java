package com.example.lab.aws.cloudfront;

import java.util.function.Function;

import com.example.lab.assembly.Resource;

/**
 * {@code AWS::CloudFront::ResponseHeadersPolicy}.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-responseheaderspolicy.html">AWS::CloudFront::ResponseHeadersPolicy</a>
 */
public final class ResponseHeadersPolicy extends Described<ResponseSettings> {

	/**
	 * A policy that says nothing yet.
	 * @param resource the resource
	 */
	public ResponseHeadersPolicy(Resource resource) {
		super(resource);
	}

	@Override
	Function<Settings, ResponseSettings> reading() {
		return ResponseSettings::read;
	}

}

/** What the CDK adds to S3. */
@NullMarked
package com.example.lab.aws.s3;

import org.jspecify.annotations.NullMarked;

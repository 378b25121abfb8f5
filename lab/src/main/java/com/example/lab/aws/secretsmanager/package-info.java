/** What Secrets Manager does besides storing secrets: it completes and rotates them. */
@NullMarked
package com.example.lab.aws.secretsmanager;

import org.jspecify.annotations.NullMarked;

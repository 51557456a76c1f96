-- Reserved for the people of the trusted profile.
SELECT 1;

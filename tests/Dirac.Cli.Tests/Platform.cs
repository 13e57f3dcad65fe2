// File modes and owners are tested where they exist.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

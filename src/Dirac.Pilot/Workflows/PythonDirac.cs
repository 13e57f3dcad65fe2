namespace Dirac.Pilot.Workflows;

/// <summary>Finds a Python DIRAC on this node.</summary>
internal static class PythonDirac
{
    /// <summary>The program that runs workflows.</summary>
    internal const string Program = "dirac-jobexec";

    /// <summary>What a job that needs one can be told.</summary>
    internal const string Advice = "Use only Script and FailoverRequest steps, or send the job to a site with a Python DIRAC. "
        + "A site names its installation with the pilot's option --dirac DIR, or starts the pilot in its environment.";

    /// <summary>The pilot's variables that tell where an installation is; a workflow gets them.</summary>
    internal static readonly string[] Variables = ["DIRAC", "DIRACOS", "DIRACSYSCONFIG", "X509_CERT_DIR", "X509_VOMS_DIR"];

    /// <summary>Finds <c>dirac-jobexec</c>.</summary>
    /// <param name="directories">Where a site says that it is.</param>
    /// <param name="variable">Gives this process's variables.</param>
    /// <returns>Its path, or null when there is none.</returns>
    internal static string? Find(IEnumerable<string> directories, Func<string, string?> variable) => directories
        .Concat(Places(variable))
        .SelectMany(directory => (string[])[Path.Combine(directory, "bin", Program), Path.Combine(directory, Program)])
        .FirstOrDefault(File.Exists);

    private static IEnumerable<string> Places(Func<string, string?> variable)
    {
        if (variable("DIRAC") is { Length: > 0 } dirac) yield return dirac;
        if (variable("DIRACOS") is { Length: > 0 } diracOs) yield return diracOs;
        // etc/dirac.cfg of an installation.
        if (Path.GetDirectoryName(variable("DIRACSYSCONFIG")) is { Length: > 0 } etc && Path.GetDirectoryName(etc) is { Length: > 0 } installation) yield return installation;
        foreach (var folder in (variable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)) yield return folder;
    }
}

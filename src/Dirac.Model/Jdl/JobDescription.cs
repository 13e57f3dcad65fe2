namespace Dirac.Model.Jdl;

/// <summary>What a job description asks for, attribute by attribute, with DIRAC's defaults.</summary>
/// <param name="Ad">The description read.</param>
/// <remarks>Immutable and thread-safe. Reading never fails; <see cref="Validate"/> says what is wrong.</remarks>
public sealed record JobDescription(ClassAd Ad)
{
    /// <summary>CPU time when none is asked for, in normalised (HS06) seconds.</summary>
    public const long DefaultCpuTime = 86_400;

    /// <summary>The name that stands for every site, platform or CE, in any case of letters.</summary>
    public const string Any = "ANY";

    /// <summary>Tag of slots and jobs with a GPU.</summary>
    public const string GpuTag = "GPU";

    /// <summary>Most GPUs a job can ask for.</summary>
    public const int MaxGpus = 64;

    /// <summary>Program to run; empty when missing.</summary>
    public string Executable => Ad.GetString("Executable")?.Trim() ?? "";

    /// <summary>Its arguments as one string; empty when missing.</summary>
    public string Arguments => Ad.GetString("Arguments") ?? "";

    /// <summary>File of the payload's standard output; null when it is not kept.</summary>
    public string? StdOutput => Ad.GetString("StdOutput");

    /// <summary>File of the payload's standard error; null when it is not kept.</summary>
    public string? StdError => Ad.GetString("StdError");

    /// <summary>Files sent with the job: names, <c>LFN:…</c> and <c>SB:…</c>.</summary>
    public IReadOnlyList<string> InputSandbox => Ad.GetList("InputSandbox");

    /// <summary>Files brought back after the job.</summary>
    public IReadOnlyList<string> OutputSandbox => Ad.GetList("OutputSandbox");

    /// <summary>Logical names of the input files.</summary>
    public IReadOnlyList<string> InputData => Ad.GetList("InputData");

    /// <summary>How input files are made available on the node.</summary>
    public string? InputDataPolicy => Ad.GetString("InputDataPolicy");

    /// <summary>Module that makes input files available on the node.</summary>
    public string? InputDataModule => Ad.GetString("InputDataModule");

    /// <summary>Kind of input data, for production systems.</summary>
    public string? InputDataType => Ad.GetString("InputDataType");

    /// <summary>Files to put into storage after success.</summary>
    public IReadOnlyList<string> OutputData => Ad.GetList("OutputData");

    /// <summary>Storage elements for output data, in order of preference.</summary>
    public IReadOnlyList<string> OutputSE => Ad.GetList("OutputSE");

    /// <summary>Directory for output data below the user's home; null for the default.</summary>
    public string? OutputPath => Ad.GetString("OutputPath");

    /// <summary>CPU time in normalised (HS06) seconds.</summary>
    public long CpuTime => Ad.GetInt("CPUTime") ?? DefaultCpuTime;

    /// <summary>Sites wanted; empty for any.</summary>
    public IReadOnlyList<string> Sites => WithoutAny("Site");

    /// <summary>Sites not wanted.</summary>
    public IReadOnlyList<string> BannedSites => FirstList("BannedSites", "BannedSite");

    /// <summary>Computing elements wanted; empty for any.</summary>
    public IReadOnlyList<string> GridCEs => WithoutAny(Ad.Has("GridCE") ? "GridCE" : "GridRequiredCEs");

    /// <summary>Platforms wanted; empty for any.</summary>
    public IReadOnlyList<string> Platforms => WithoutAny("Platform");

    /// <summary>The job's name.</summary>
    public string JobName => Ad.GetString("JobName") ?? "Name";

    /// <summary>The job's type.</summary>
    public string JobType => NonEmpty("JobType") ?? "User";

    /// <summary>Task or production the job belongs to; null for none.</summary>
    public string? JobGroup => NonEmpty("JobGroup");

    /// <summary>The user's priority, 0 to 10.</summary>
    public long Priority => Ad.GetInt("Priority") ?? 1;

    /// <summary>How much the wrapper logs.</summary>
    public string LogLevel => NonEmpty("LogLevel") ?? "INFO";

    /// <summary>Extra configuration for the payload's DIRAC.</summary>
    public string? JobConfigArgs => Ad.GetString("JobConfigArgs");

    /// <summary>Environment for the payload, each <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> ExecutionEnvironment => Ad.GetList("ExecutionEnvironment");

    /// <summary>Processors needed exactly; null when not given.</summary>
    public long? NumberOfProcessors => Ad.GetInt("NumberOfProcessors");

    /// <summary>Least number of processors; null when not given.</summary>
    public long? MinNumberOfProcessors => Ad.GetInt("MinNumberOfProcessors");

    /// <summary>Largest number of processors the job can use; null when not given.</summary>
    public long? MaxNumberOfProcessors => Ad.GetInt("MaxNumberOfProcessors");

    /// <summary>Whether the job wants a node for itself.</summary>
    public bool WholeNode => Ad.GetString("WholeNode")?.Trim().ToUpperInvariant() is "1" or "YES" or "TRUE" or "Y";

    /// <summary>Memory needed, in GB; null when not given.</summary>
    public long? MaxRam => Ad.GetInt("MaxRAM");

    /// <summary>Memory needed, as older descriptions say it; null when not given.</summary>
    public string? Memory => Ad.GetString("Memory");

    /// <summary>GPUs needed; the tag <c>GPU</c> alone asks for one.</summary>
    public int Gpus => (int)Math.Clamp(Ad.GetInt("NumberOfGPUs") ?? (GivenTags.Contains(GpuTag) ? 1 : 0), 0, MaxGpus);

    /// <summary>Image of the container the payload runs in: an absolute path or <c>docker://…</c>; null for none.</summary>
    public string? ContainerImage => NonEmpty("ContainerImage");

    /// <summary>Optimizers to pass instead of the default chain; empty for the default.</summary>
    public IReadOnlyList<string> JobPath => Ad.GetList("JobPath");

    /// <summary>Kind of processing, for accounting.</summary>
    public string? ProcessingType => Ad.GetString("ProcessingType");

    /// <summary>Module that installs software.</summary>
    public string? SoftwareDistModule => Ad.GetString("SoftwareDistModule");

    /// <summary>Software to install.</summary>
    public IReadOnlyList<string> SoftwarePackages => Ad.GetList("SoftwarePackages");

    /// <summary>Whether the watchdog ignores CPU use.</summary>
    public bool DisableCpuCheck =>
        NonEmpty("DisableCPUCheck")?.ToUpperInvariant() is not (null or "FALSE" or "0" or "NO");

    /// <summary>How long before the end of the slot the checkpoint signal may first be sent.</summary>
    public TimeSpan StopSignalStart => Seconds("StopSigStartSeconds");

    /// <summary>How long the payload needs after the checkpoint signal.</summary>
    public TimeSpan StopSignalFinish => Seconds("StopSigFinishSeconds");

    /// <summary>The checkpoint signal; 2 (interrupt) by default.</summary>
    public long StopSignalNumber => Ad.GetInt("StopSigNumber") ?? 2;

    /// <summary>Which processes get the checkpoint signal; null when none is to be sent.</summary>
    public string? StopSignalRegex => NonEmpty("StopSigRegex");

    /// <summary>Run numbers, for production systems.</summary>
    public IReadOnlyList<string> Runs => Ad.GetList("Runs");

    /// <summary>Owner, written by the service.</summary>
    public string? Owner => NonEmpty("Owner");

    /// <summary>Owner's certificate subject, in older descriptions.</summary>
    public string? OwnerDN => NonEmpty("OwnerDN");

    /// <summary>Owner's group, written by the service.</summary>
    public string? OwnerGroup => NonEmpty("OwnerGroup");

    /// <summary>Owner's VO, written by the service.</summary>
    public string? VirtualOrganization => NonEmpty("VirtualOrganization");

    /// <summary>DIRAC setup, in older descriptions.</summary>
    public string? Setup => NonEmpty("DIRACSetup");

    /// <summary>What the task queue needs to know, written by the service; null before.</summary>
    public ClassAd? JobRequirements => Ad.GetAd("JobRequirements");

    /// <summary>The job's number, written by the service; null before.</summary>
    public long? JobId => Ad.GetInt("JobID");

    /// <summary>What a computing slot must offer for this job: extra tags and those that follow from processors, memory, GPUs and container.</summary>
    /// <returns>Each tag once.</returns>
    public IReadOnlyList<string> Tags()
    {
        var tags = new List<string>();
        if (NumberOfProcessors > 1)
        {
            tags.AddRange([$"{NumberOfProcessors}Processors", "MultiProcessor"]);
        }
        else
        {
            if (MinNumberOfProcessors > 1) tags.AddRange([$"{MinNumberOfProcessors}Processors", "MultiProcessor"]);
            // compat: a least number alone, even 1, already asks for a slot with several processors.
            if (MinNumberOfProcessors is not null && MaxNumberOfProcessors is null or > 1) tags.Add("MultiProcessor");
        }

        if (WholeNode) tags.AddRange(["WholeNode", "MultiProcessor"]);
        // Slots offer 2GB and up, so a 1GB tag would keep the job from ever running.
        if (MaxRam > 1) tags.Add($"{MaxRam}GB");
        tags.AddRange(GivenTags);
        if (Gpus > 0) tags.Add(GpuTag);
        if (Gpus > 1) tags.Add($"{Gpus}GPUs");
        // An image file of Apptainer's own format is of use to nothing else.
        if (ContainerImage is { } image) tags.Add(image.EndsWith(".sif", StringComparison.Ordinal) ? "Apptainer" : "Container");
        return [.. tags.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Everything that is wrong with the description, each as one sentence for its author.</summary>
    /// <param name="limits">What the installation allows.</param>
    /// <returns>Empty when the job can be accepted.</returns>
    public IReadOnlyList<string> Validate(JobDescriptionLimits limits) => new JobDescriptionCheck(this, limits).Run();

    private IReadOnlyList<string> GivenTags => [.. Ad.GetList("Tags"), .. Ad.GetList("Tag")];

    private TimeSpan Seconds(string name) => TimeSpan.FromSeconds(Math.Clamp(Ad.GetInt(name) ?? 1800, 0, int.MaxValue));

    private string? NonEmpty(string name) => Ad.GetString(name)?.Trim() is { Length: > 0 } text ? text : null;

    private IReadOnlyList<string> FirstList(string name, string oldName) => Ad.GetList(Ad.Has(name) ? name : oldName);

    private string[] WithoutAny(string name) =>
        [.. Ad.GetList(name).Where(text => !string.Equals(text, Any, StringComparison.OrdinalIgnoreCase))];
}

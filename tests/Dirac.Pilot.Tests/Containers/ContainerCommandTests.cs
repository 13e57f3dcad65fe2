using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Pilot.Containers;

namespace Dirac.Pilot.Tests.Containers;

public sealed class ContainerCommandTests
{
    private static readonly ContainerEngine Apptainer = new(ContainerMode.Apptainer, "/usr/bin/apptainer");
    private static readonly ContainerEngine Podman = new(ContainerMode.Podman, "/usr/bin/podman");

    private static readonly ContainerRun Run = new()
    {
        Image = "docker://registry.example.org/group/image:1",
        Name = "dirac-s-7-1",
        Shared = "/work/jobs/7.1",
        Directory = "/work/jobs/7.1/job",
        Command = ["./run.sh", "a b"],
        Environment = new Dictionary<string, string> { ["PATH"] = "/bin", ["JOBID"] = "7" },
    };

    [Fact]
    public void Arguments_Apptainer_SeesOnlyTheJobsDirectory() => Assert.Equal(
        "apptainer exec --contain --cleanenv --home /work/jobs/7.1/job --bind /work/jobs/7.1:/work/jobs/7.1 --pwd /work/jobs/7.1/job docker://registry.example.org/group/image:1 ./run.sh a b",
        string.Join(' ', ContainerCommand.Arguments(Apptainer, Run)));

    [Fact]
    public void Environment_Apptainer_BringsThePayloadsUnderItsNames()
    {
        var variables = ContainerCommand.Environment(Apptainer, Run, new Dictionary<string, string> { ["HOME"] = "/home/pilot", ["SECRET"] = "x", ["PATH"] = "/usr/bin" });

        Assert.Equal(["APPTAINERENV_JOBID=7", "HOME=/home/pilot", "PATH=/usr/bin", "SINGULARITYENV_JOBID=7"], variables.Order());
    }

    [Fact]
    public void Arguments_Podman_StayInTheBatchSystemsControlGroup() => Assert.Equal(
        "podman run --rm --name dirac-s-7-1 --cgroups=disabled --network=host --security-opt label=disable --entrypoint= --workdir /work/jobs/7.1/job "
        + "--volume /work/jobs/7.1:/work/jobs/7.1 --userns=keep-id --env JOBID=7 registry.example.org/group/image:1 ./run.sh a b",
        string.Join(' ', ContainerCommand.Arguments(Podman, Run)));

    [Theory]
    [InlineData("docker://alpine", "docker.io/library/alpine")]
    [InlineData("docker://group/image:2", "docker.io/group/image:2")]
    [InlineData("docker://localhost/image", "localhost/image")]
    [InlineData("docker://host:5000/image", "host:5000/image")]
    public void Arguments_PodmanImage_IsNamedInFull(string image, string name) => Assert.Equal(name, ContainerCommand.Arguments(Podman, Run with { Image = image })[^3]);

    [Fact]
    public void Arguments_UnpackedImage_IsPodmansRoot() =>
        Assert.Equal(["--rootfs", "/cvmfs/images/x:O"], ContainerCommand.Arguments(Podman, Run with { Image = "/cvmfs/images/x", IsDirectory = true }).SkipLast(2).TakeLast(2));

    [Fact]
    public void Arguments_RootGpusAndOptions_ComeBeforeTheImage()
    {
        var run = Run with { IsRoot = true, HasGpus = true, Options = ["--site-option"] };

        Assert.Contains(" --no-privs --nv --site-option docker://", string.Join(' ', ContainerCommand.Arguments(Apptainer, run)), StringComparison.Ordinal);
        Assert.DoesNotContain("--userns=keep-id", ContainerCommand.Arguments(Podman, run));
        Assert.Contains("--device nvidia.com/gpu=all", string.Join(' ', ContainerCommand.Arguments(Podman, run)), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_OnThePath_GivesTagsAndAChoice()
    {
        var folder = Directory.CreateTempSubdirectory("engines-").FullName;
        foreach (var name in (string[])["singularity", "podman"])
        {
            File.WriteAllText(Path.Combine(folder, name), "");
            File.SetUnixFileMode(Path.Combine(folder, name), UnixFileMode.UserExecute | UnixFileMode.UserRead);
        }

        var engines = ContainerEngines.Find(ContainerMode.Auto, $"/nonexistent:{folder}");

        Assert.Equal(["Container", "Apptainer", "Podman"], ContainerEngines.Tags(engines));
        Assert.Equal("singularity", Path.GetFileName(ContainerEngines.For(Job(""), engines)!.Program));
        Assert.Equal(ContainerMode.Podman, ContainerEngines.For(Job("Tags = {\"Podman\"};"), engines)!.Kind);
        Assert.Empty(ContainerEngines.Find(ContainerMode.None, folder));
        Assert.Equal(["Container", "Podman"], ContainerEngines.Tags(ContainerEngines.Find(ContainerMode.Podman, folder)));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Find_WantedAndNotThere_SaysSo()
    {
        Assert.Contains("Podman is not on", Assert.Throws<DiracException>(() => ContainerEngines.Find(ContainerMode.Podman, "/nonexistent")).Message, StringComparison.Ordinal);
        Assert.Empty(ContainerEngines.Find(ContainerMode.Auto, "/nonexistent"));
    }

    private static JobDescription Job(string more) => new(ClassAd.Parse($"[ ContainerImage = \"docker://x\"; {more} ]"));
}

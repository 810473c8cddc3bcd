/**
 * The attributes this package reads or writes by name, with tag and value representation.
 *
 * In implicit VR files a tag that is not listed here is kept as UN bytes. Source: DICOM PS3.6.
 */
import type { Vr } from './vr.ts';

/** A tag and what its value is. */
export interface DicomAttribute {
  /** group * 65536 + element. */
  readonly tag: number;
  readonly vr: Vr;
  readonly keyword: string;
}

const LINES = `
00020000 UL FileMetaInformationGroupLength|00020001 OB FileMetaInformationVersion
00020002 UI MediaStorageSOPClassUID|00020003 UI MediaStorageSOPInstanceUID|00020010 UI TransferSyntaxUID
00020012 UI ImplementationClassUID|00020013 SH ImplementationVersionName|00020016 AE SourceApplicationEntityTitle
00080005 CS SpecificCharacterSet|00080008 CS ImageType|00080012 DA InstanceCreationDate
00080013 TM InstanceCreationTime|00080016 UI SOPClassUID|00080018 UI SOPInstanceUID|00080020 DA StudyDate
00080021 DA SeriesDate|00080022 DA AcquisitionDate|00080023 DA ContentDate|0008002A DT AcquisitionDateTime
00080030 TM StudyTime|00080031 TM SeriesTime|00080032 TM AcquisitionTime|00080033 TM ContentTime
00080050 SH AccessionNumber|00080060 CS Modality|00080064 CS ConversionType|00080070 LO Manufacturer
00080080 LO InstitutionName|00080081 ST InstitutionAddress|00080090 PN ReferringPhysicianName
00080100 SH CodeValue|00080102 SH CodingSchemeDesignator|00080104 LO CodeMeaning|00081010 SH StationName
00081030 LO StudyDescription|0008103E LO SeriesDescription|00081040 LO InstitutionalDepartmentName
00081050 PN PerformingPhysicianName|00081070 PN OperatorsName|00081090 LO ManufacturerModelName
00081110 SQ ReferencedStudySequence|00081111 SQ ReferencedPerformedProcedureStepSequence
00081115 SQ ReferencedSeriesSequence|0008113A SQ ReferencedWaveformSequence|00081140 SQ ReferencedImageSequence
0008114A SQ ReferencedInstanceSequence|00081150 UI ReferencedSOPClassUID|00081155 UI ReferencedSOPInstanceUID
00081160 IS ReferencedFrameNumber|00081199 SQ ReferencedSOPSequence|00081200 SQ StudiesContainingOtherReferencedInstancesSequence
00082111 ST DerivationDescription|00082112 SQ SourceImageSequence|00082218 SQ AnatomicRegionSequence
00089007 CS FrameType|00089121 SQ ReferencedRawDataSequence|00089124 SQ DerivationImageSequence
00089205 CS PixelPresentation|00089206 CS VolumetricProperties|00089207 CS VolumeBasedCalculationTechnique
00089208 CS ComplexImageComponent|00089209 CS AcquisitionContrast|00089215 SQ DerivationCodeSequence
00089092 SQ ReferencedImageEvidenceSequence|00089154 SQ SourceImageEvidenceSequence
00089237 SQ ReferencedPresentationStateSequence
00100010 PN PatientName|00100020 LO PatientID|00100030 DA PatientBirthDate|00100040 CS PatientSex
00101000 LO OtherPatientIDs|00101010 AS PatientAge|00101020 DS PatientSize|00101030 DS PatientWeight
00120062 CS PatientIdentityRemoved|00120063 LO DeidentificationMethod|00120064 SQ DeidentificationMethodCodeSequence
00180010 LO ContrastBolusAgent|00180012 SQ ContrastBolusAgentSequence|00180015 CS BodyPartExamined
00180020 CS ScanningSequence|00180021 CS SequenceVariant|00180022 CS ScanOptions|00180023 CS MRAcquisitionType
00180024 SH SequenceName|00180025 CS AngioFlag|00180050 DS SliceThickness|00180060 DS KVP|00180080 DS RepetitionTime
00180081 DS EchoTime|00180082 DS InversionTime|00180083 DS NumberOfAverages|00180084 DS ImagingFrequency
00180085 SH ImagedNucleus|00180086 IS EchoNumbers|00180087 DS MagneticFieldStrength|00180088 DS SpacingBetweenSlices
00180089 IS NumberOfPhaseEncodingSteps|00180091 IS EchoTrainLength|00180093 DS PercentSampling
00180094 DS PercentPhaseFieldOfView|00180095 DS PixelBandwidth|00181000 LO DeviceSerialNumber
00181020 LO SoftwareVersions|00181030 LO ProtocolName|00181040 LO ContrastBolusRoute|00181041 DS ContrastBolusVolume
00181042 TM ContrastBolusStartTime|00181043 TM ContrastBolusStopTime|00181044 DS ContrastBolusTotalDose
00181060 DS TriggerTime|00181120 DS GantryDetectorTilt|00181250 SH ReceiveCoilName|00181251 SH TransmitCoilName
00181310 US AcquisitionMatrix|00181312 CS InPlanePhaseEncodingDirection|00181314 DS FlipAngle
00181315 CS VariableFlipAngleFlag|00181316 DS SAR|00185100 CS PatientPosition|00189005 SH PulseSequenceName
00189006 SQ MRImagingModifierSequence|00189008 CS EchoPulseSequence|00189009 CS InversionRecovery
00189016 CS Spoiling|00189018 CS EchoPlanarPulseSequence
00189020 CS MagnetizationTransfer|00189025 CS SpectrallySelectedSuppression|00189026 CS SpectrallySelectedExcitation
00189042 SQ MRReceiveCoilSequence|00189049 SQ MRTransmitCoilSequence|00189073 FD AcquisitionDuration
00189074 DT FrameAcquisitionDateTime|00189075 CS DiffusionDirectionality|00189076 SQ DiffusionGradientDirectionSequence
00189079 FD InversionTimes|00189082 FD EffectiveEchoTime|00189087 FD DiffusionBValue|00189089 FD DiffusionGradientOrientation
00189112 SQ MRTimingAndRelatedParametersSequence|00189114 SQ MREchoSequence|00189115 SQ MRModifierSequence
00189117 SQ MRDiffusionSequence|00189118 SQ CardiacSynchronizationSequence|00189119 SQ MRAveragesSequence
00189125 SQ MRFOVGeometrySequence|00189151 DT FrameReferenceDateTime|00189152 SQ MRMetaboliteMapSequence
00189226 SQ MRImageFrameTypeSequence|00189240 US RFEchoTrainLength|00189241 US GradientEchoTrainLength
0020000D UI StudyInstanceUID|0020000E UI SeriesInstanceUID|00200010 SH StudyID|00200011 IS SeriesNumber
00200012 IS AcquisitionNumber|00200013 IS InstanceNumber|00200032 DS ImagePositionPatient
00200037 DS ImageOrientationPatient|00200052 UI FrameOfReferenceUID|00200060 CS Laterality
00200100 IS TemporalPositionIdentifier|00200105 IS NumberOfTemporalPositions|00200110 DS TemporalResolution
00201002 IS ImagesInAcquisition|00201040 LO PositionReferenceIndicator|00201041 DS SliceLocation
00209056 SH StackID|00209057 UL InStackPositionNumber|00209111 SQ FrameContentSequence
00209113 SQ PlanePositionSequence|00209116 SQ PlaneOrientationSequence|00209128 UL TemporalPositionIndex
00209153 FD NominalCardiacTriggerDelayTime|00209156 US FrameAcquisitionNumber|00209157 UL DimensionIndexValues
00209158 LT FrameComments|00209161 UI ConcatenationUID|00209162 US InConcatenationNumber
00209163 US InConcatenationTotalNumber|00209164 UI DimensionOrganizationUID|00209165 AT DimensionIndexPointer
00209167 AT FunctionalGroupPointer|00209221 SQ DimensionOrganizationSequence|00209222 SQ DimensionIndexSequence
00209228 UL ConcatenationFrameOffsetNumber|00209311 CS DimensionOrganizationType|00209421 LO DimensionDescriptionLabel
00280002 US SamplesPerPixel|00280004 CS PhotometricInterpretation|00280006 US PlanarConfiguration
00280008 IS NumberOfFrames|00280010 US Rows|00280011 US Columns|00280030 DS PixelSpacing|00280100 US BitsAllocated
00280101 US BitsStored|00280102 US HighBit|00280103 US PixelRepresentation|00280106 US SmallestImagePixelValue
00280107 US LargestImagePixelValue|00280120 US PixelPaddingValue|00280301 CS BurnedInAnnotation
00281050 DS WindowCenter|00281051 DS WindowWidth|00281052 DS RescaleIntercept|00281053 DS RescaleSlope
00281054 LO RescaleType|00282110 CS LossyImageCompression|00282112 DS LossyImageCompressionRatio
00282114 CS LossyImageCompressionMethod|00289110 SQ PixelMeasuresSequence|00289132 SQ FrameVOILUTSequence
00289145 SQ PixelValueTransformationSequence|00400244 DA PerformedProcedureStepStartDate
00400245 TM PerformedProcedureStepStartTime|00400275 SQ RequestAttributesSequence|00409096 SQ RealWorldValueMappingSequence
0040A170 SQ PurposeOfReferenceCodeSequence|00620001 CS SegmentationType|00620002 SQ SegmentSequence
00620003 SQ SegmentedPropertyCategoryCodeSequence|00620004 US SegmentNumber|00620005 LO SegmentLabel
00620006 ST SegmentDescription|00620008 CS SegmentAlgorithmType|00620009 LO SegmentAlgorithmName
0062000A SQ SegmentIdentificationSequence|0062000B US ReferencedSegmentNumber|0062000C US RecommendedDisplayGrayscaleValue
0062000D US RecommendedDisplayCIELabValue|0062000E US MaximumFractionalValue|0062000F SQ SegmentedPropertyTypeCodeSequence
00620010 CS SegmentationFractionalType|00620013 CS SegmentsOverlap|00700080 CS ContentLabel|00700081 LO ContentDescription
00700084 PN ContentCreatorName|20500020 CS PresentationLUTShape|30060002 SH StructureSetLabel|30060004 LO StructureSetName
30060008 DA StructureSetDate|30060009 TM StructureSetTime|30060010 SQ ReferencedFrameOfReferenceSequence
30060012 SQ RTReferencedStudySequence|30060014 SQ RTReferencedSeriesSequence|30060016 SQ ContourImageSequence
30060020 SQ StructureSetROISequence|30060022 IS ROINumber|30060024 UI ReferencedFrameOfReferenceUID
30060026 LO ROIName|30060028 ST ROIDescription|3006002A IS ROIDisplayColor|30060036 CS ROIGenerationAlgorithm
30060039 SQ ROIContourSequence|30060040 SQ ContourSequence|30060042 CS ContourGeometricType|30060044 DS ContourSlabThickness
30060045 DS ContourOffsetVector|30060046 IS NumberOfContourPoints|30060048 IS ContourNumber|30060050 DS ContourData
30060080 SQ RTROIObservationsSequence|30060082 IS ObservationNumber|30060084 IS ReferencedROINumber
30060085 SH ROIObservationLabel|300600A4 CS RTROIInterpretedType|300600A6 PN ROIInterpreter|300E0002 CS ApprovalStatus
52009229 SQ SharedFunctionalGroupsSequence|52009230 SQ PerFrameFunctionalGroupsSequence
7FE00001 OV ExtendedOffsetTable|7FE00002 OV ExtendedOffsetTableLengths|7FE00010 OW PixelData
`;

const ATTRIBUTES: readonly DicomAttribute[] = LINES.trim()
  .split(/[|\n]/)
  .map((line) => {
    const [hex, vr, keyword] = line.split(' ');
    return { tag: Number.parseInt(hex!, 16), vr: vr as Vr, keyword: keyword! };
  });

const BY_TAG: ReadonlyMap<number, DicomAttribute> = new Map(ATTRIBUTES.map((a) => [a.tag, a]));
const BY_KEYWORD: ReadonlyMap<string, DicomAttribute> = new Map(ATTRIBUTES.map((a) => [a.keyword, a]));

/** The attribute with this tag, or undefined when this package does not know it. */
export function findAttribute(tag: number): DicomAttribute | undefined {
  return BY_TAG.get(tag);
}

/**
 * The attribute with this PS3.6 keyword. For keywords in code, so an unknown one is a programming fault.
 *
 * @throws RangeError when this package does not know the keyword.
 */
export function attribute(keyword: string): DicomAttribute {
  const found = BY_KEYWORD.get(keyword);
  if (found === undefined) throw new RangeError(`No attribute ${keyword} in the dictionary.`);
  return found;
}

/**
 * How a tag is written for a person.
 *
 * @example formatTag(0x00280010); // '(0028,0010) Rows'
 */
export function formatTag(tag: number): string {
  const hex = tag.toString(16).padStart(8, '0').toUpperCase();
  const name = BY_TAG.get(tag)?.keyword;
  return `(${hex.slice(0, 4)},${hex.slice(4)})${name === undefined ? '' : ` ${name}`}`;
}
